// What changed between two columns of the atlas. Where one side was not observed, nothing is said.
import type { Atlas, AtlasCell, AtlasColumn, AtlasDiff, AtlasRow } from '../contract/atlas.ts';
import { failure } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import { nearest } from '../contract/nearest.ts';
import { compareVersions, versionNumbers } from '../contract/version.ts';

/** `node@24` is the newest column of that runner whose version begins with 24; a runner alone is its newest one. EL1004 where there is none. */
export function findColumn(columns: readonly AtlasColumn[], name: string): Result<AtlasColumn> {
  const [runner = '', version = ''] = name.split('@');
  const wanted = version === '' ? [] : versionNumbers(version);
  const found = columns
    .filter(
      (column) =>
        column.runner === runner &&
        compareVersions(versionNumbers(column.version).slice(0, wanted.length), wanted) === 0,
    )
    .sort(
      (a, b) =>
        Number(a.observed) - Number(b.observed) ||
        compareVersions(versionNumbers(a.version), versionNumbers(b.version)),
    )
    .at(-1);
  if (found !== undefined) return { ok: true, value: found };
  const ids = columns.map(({ id }) => id);
  const guess = nearest(name, ids);
  return {
    ok: false,
    failure: failure(
      'EL1004',
      `The atlas has no column ${JSON.stringify(name)}.`,
      guess === null ? `Its columns are ${ids.join(', ')}.` : `Did you mean "${guess}"?`,
    ),
  };
}

export function diffColumns({ sections }: Atlas, from: AtlasColumn, to: AtlasColumn): AtlasDiff {
  const changes: AtlasDiff['changes'] = [];
  let [same, unknown] = [0, 0];
  for (const { id: scenario, rows } of sections)
    for (const row of rows) {
      const [before, after] = [cellAt(row, from), cellAt(row, to)];
      if (before === null || after === null || !known(before) || !known(after)) unknown++;
      else if (meaning(before) === meaning(after)) same++;
      else changes.push({ row: row.id, scenario, text: row.text, before, after });
    }
  return { schema: 'evenloop/atlas-diff@1', from, to, changes, same, unknown };
}

export function cellAt({ cells }: AtlasRow, { id }: AtlasColumn): AtlasCell | null {
  return cells.find(({ columns }) => columns.includes(id)) ?? null;
}

const known = ({ standing }: AtlasCell): boolean => standing !== 'not-observed';

/** Without what only says where it was looked up, and how often it was seen. */
function meaning({ standing, value, divergences = [] }: AtlasCell): string {
  return JSON.stringify([standing, value, divergences.map(({ id, rule, class: kind }) => [id, rule, kind])]);
}
