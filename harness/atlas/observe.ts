// What a check tells the atlas: for each scenario and version which styles were judged, and which rules they kept or broke.
import type { AtlasColumn, AtlasObservation } from '../contract/atlas.ts';
import { groupedBy } from '../contract/grouped.ts';
import type { Cell, RunResult, RuntimeView } from '../contract/result.ts';
import { profileRow } from '../contract/runtime-profile.ts';
import { versionNumbers } from '../contract/version.ts';
import { rowDigest } from './profile-values.ts';
import type { AtlasSource } from './source.ts';

export interface Observed {
  readonly columns: readonly AtlasColumn[];
  readonly observations: readonly AtlasObservation[];
}

/** Variants of a runtime, and subjects of the user's own, are no versions of a runtime: they have no column. */
export function observe(result: RunResult, sources: readonly AtlasSource[]): Observed {
  const runtimes = result.runtimes.filter(
    ({ id, startedWith }) => !id.includes('+') && startedWith === undefined,
  );
  const observations = runtimes.flatMap((runtime) =>
    result.scenarios.flatMap(({ id, version }) => {
      const source = sources.find(({ scenario }) => scenario.id === id);
      const cells = result.cells.filter(
        ({ scenario, side, subject }) =>
          scenario === id && side === 'head' && subject.startsWith(`${runtime.id}/`),
      );
      if (source === undefined || cells.length === 0) return [];
      return [observationOf({ id, version }, source, runtime, cells)];
    }),
  );
  const checked = {
    on: result.run.startedAt.slice(0, 10),
    platform: `${result.environment.platform} ${versionNumbers(result.environment.kernel).slice(0, 2).join('.')}`,
  };
  return { columns: runtimes.map((runtime) => columnOf(runtime, checked)), observations };
}

function columnOf(
  { runner, version, title, loop }: RuntimeView,
  checked: NonNullable<AtlasColumn['checked']>,
): AtlasColumn {
  return { id: `${runner}@${version}`, runner, title, version, loop, observed: true, checked };
}

function observationOf(
  scenario: { readonly id: string; readonly version: number },
  { profiles }: AtlasSource,
  runtime: RuntimeView,
  cells: readonly Cell[],
): AtlasObservation {
  const judged = cells.filter(({ invocations: { proved, diverged = 0 } }) => proved + diverged > 0);
  const styles = stylesOf(judged);
  const [first] = cells;
  const unsupported = cells.every(({ verdict }) => verdict === 'unsupported');
  return {
    column: `${runtime.runner}@${runtime.version}`,
    scenario: scenario.id,
    version: scenario.version,
    profile: profiles === null ? null : rowDigest(profileRow(profiles, runtime)),
    styles,
    reason: styles.length > 0 ? null : (first?.reason ?? ''),
    unsupported,
    kept: keptBy(judged),
    broken: brokenIn(judged),
  };
}

const stylesOf = (cells: readonly Cell[]): string[] => [
  ...new Set(cells.map(({ subject }) => subject.slice(subject.indexOf('/') + 1))),
];

function keptBy(cells: readonly Cell[]): string[] {
  const counts = cells.flatMap(({ rules }) => Object.entries(rules));
  const broken = new Set(counts.flatMap(([rule, count]) => (count.broken > 0 ? [rule] : [])));
  const kept = counts.flatMap(([rule, count]) => (count.kept > 0 && !broken.has(rule) ? [rule] : []));
  return [...new Set(kept)].sort();
}

function brokenIn(cells: readonly Cell[]): AtlasObservation['broken'] {
  const each = cells.flatMap(({ subject, divergences = [] }) =>
    divergences.map((divergence) => ({ ...divergence, style: subject.slice(subject.indexOf('/') + 1) })),
  );
  const groups = groupedBy(each, ({ rule, class: kind, known }) => JSON.stringify([rule, kind, known]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { rule, class: kind, known } = first;
    return [
      {
        rule,
        class: kind,
        known,
        styles: [...new Set(group.map(({ style }) => style))],
        runs: group.reduce((sum, { runs }) => sum + runs, 0),
        of: group.reduce((sum, { of }) => sum + of, 0),
      },
    ];
  });
}
