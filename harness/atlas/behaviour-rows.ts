// Rows of behaviours that each runtime defines for itself: what its profile says, and whether a check has seen it.
import type {
  AtlasCell,
  AtlasColumn,
  AtlasDivergence,
  AtlasObservation,
  AtlasRow,
  AtlasSection,
} from '../contract/atlas.ts';
import { profileRow } from '../contract/runtime-profile.ts';
import { compareVersions, versionNumbers } from '../contract/version.ts';
import { divergencesOf } from './divergences.ts';
import { mergedCells } from './merged-cells.ts';
import { pathsOf, rowDigest, shortPaths, valuesOf } from './profile-values.ts';
import type { AnyProfiles } from './profile-values.ts';
import type { AtlasSource } from './source.ts';
import { whyNotObserved } from './why-not-observed.ts';

/** By column. */
export type ObservationsOf = ReadonlyMap<string, AtlasObservation>;

export function behaviourRows(
  source: AtlasSource,
  columns: readonly AtlasColumn[],
  observations: ObservationsOf,
): readonly AtlasRow[] {
  const { profiles, words, scenario } = source;
  if (profiles === null) return [];
  const paths = pathsOf(profiles);
  const short = shortPaths(paths);
  return paths.map((path) => ({
    id: `${scenario.id}/${short.get(path) ?? path}`,
    kind: 'behaviour',
    text: words?.behaviours[path]?.text ?? path,
    cells: mergedCells(
      columns.map((column) => cellOf(path, { source, profiles, column }, observations.get(column.id))),
    ),
  }));
}

interface Place {
  readonly source: AtlasSource;
  readonly profiles: AnyProfiles;
  readonly column: AtlasColumn;
}

function cellOf(path: string, place: Place, observation: AtlasObservation | undefined): AtlasCell {
  const { source, profiles, column } = place;
  const row = profileRow(profiles, column);
  const value = valuesOf(row).get(path) ?? null;
  const own = profiles[column.runner]?.includes(row) === true;
  const base = {
    columns: [column.id],
    value,
    link: null,
    ...(own ? { since: row.since } : { note: 'Judged by the row for runners without rows of their own.' }),
  };
  if (observation?.unsupported === true)
    return { ...base, standing: 'unsupported', note: observation.reason ?? '' };
  if (value === null) return { ...base, standing: 'absent' };
  const why = whyNotObserved(observation, source.scenario.version, rowDigest(row));
  if (why !== null) return { ...base, standing: 'not-observed', note: why };
  const broken = brokenHere(source, column, observation);
  if (broken.length > 0) return { ...base, standing: 'divergent', divergences: [...broken] };
  const link = promised(path, source, column);
  return { ...base, standing: link === null ? 'incidental' : 'guaranteed', link };
}

/** What was seen to break a rule that judges by the profile: then nobody knows which of its values hold. */
function brokenHere(
  source: AtlasSource,
  column: AtlasColumn,
  observation: AtlasObservation | undefined,
): readonly AtlasDivergence[] {
  const rules = source.words?.rules ?? source.scenario.rules.map(({ id }) => id);
  return rules
    .flatMap((rule) => divergencesOf(rule, source, column, observation))
    .filter(({ seen }) => seen !== null);
}

/** Where the documentation of this version promises it; null: nowhere that is known here. */
function promised(path: string, { words }: AtlasSource, { runner, version }: AtlasColumn): string | null {
  const promise = words?.behaviours[path]?.guaranteed?.[runner];
  if (promise === undefined) return null;
  const holds = compareVersions(versionNumbers(promise.since), versionNumbers(version)) <= 0;
  return holds ? promise.link : null;
}

/** The rows for runners without rows of their own, with the columns that have the same values. */
export function othersOf(
  { profiles, scenario }: AtlasSource,
  columns: readonly AtlasColumn[],
): AtlasSection['others'] {
  if (profiles === null) return [];
  const short = shortPaths(pathsOf(profiles));
  return profiles['*'].map((row) => {
    const values = valuesOf(row);
    const as = columns.filter((column) => isSame(valuesOf(profileRow(profiles, column)), values));
    const named = [...values].map(([path, value]) => [`${scenario.id}/${short.get(path) ?? path}`, value]);
    return { since: row.since, as: as.map(({ id }) => id), values: Object.fromEntries(named) };
  });
}

const isSame = (a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean =>
  a.size === b.size && [...a].every(([path, value]) => b.get(path) === value);
