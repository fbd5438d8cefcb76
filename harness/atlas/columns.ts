// The columns of the atlas: versions that were checked, and versions from which on something else holds and that no check has seen.
import { applicable } from '../check/known-divergences.ts';
import type { AtlasColumn } from '../contract/atlas.ts';
import { profileRow } from '../contract/runtime-profile.ts';
import { compareVersions, versionNumbers } from '../contract/version.ts';
import type { KnownDivergence } from '../contract/verdict.ts';
import type { AtlasRunner, AtlasSource } from './source.ts';

/** In the order of `runners`; runners that have no manifest here follow. Versions ascend. */
export function columnsOf(
  observed: readonly AtlasColumn[],
  sources: readonly AtlasSource[],
  runners: readonly AtlasRunner[],
): readonly AtlasColumn[] {
  const columns = new Map(observed.map((column) => [column.id, column]));
  const titleOf = (runner: string): string => runners.find(({ id }) => id === runner)?.title ?? runner;
  const add = (runner: string, version: string): void => {
    const id = `${runner}@${version}`;
    if (!columns.has(id))
      columns.set(id, { id, runner, title: titleOf(runner), version, loop: null, observed: false });
  };
  const of = (runner: string) => [...columns.values()].filter((column) => column.runner === runner);
  for (const { profiles } of sources)
    for (const [runner, rows] of Object.entries(profiles ?? {}))
      for (const row of runner === '*' ? [] : rows)
        if (profiles !== null && !of(runner).some((column) => profileRow(profiles, column) === row))
          add(runner, row.since);
  for (const { known } of sources)
    for (const entry of known)
      if (!of(entry.runner).some((column) => appliesTo(entry, column)))
        add(entry.runner, lowestOf(entry.versions));
  return inOrder([...columns.values()], runners);
}

/** The list speaks of styles, the atlas of versions: any style will do. */
export function appliesTo(entry: KnownDivergence, { runner, version }: AtlasColumn): boolean {
  return applicable([entry], { runner, version, style: entry.styles[0] ?? '' }).length > 0;
}

/** The lowest version that a range names; `0` where it has no lower bound. */
const lowestOf = (versions: string): string => /(?:^| )(?:>=|=)(\d[\d.]*)/.exec(versions)?.[1] ?? '0';

function inOrder(columns: AtlasColumn[], runners: readonly AtlasRunner[]): AtlasColumn[] {
  const known = runners.map(({ id }) => id);
  const others = [...new Set(columns.map(({ runner }) => runner))].filter((id) => !known.includes(id)).sort();
  const order = [...known, ...others];
  return columns.sort(
    (a, b) =>
      order.indexOf(a.runner) - order.indexOf(b.runner) ||
      compareVersions(versionNumbers(a.version), versionNumbers(b.version)),
  );
}
