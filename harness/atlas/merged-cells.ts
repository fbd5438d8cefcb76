// Neighbouring columns of one runner that say the same, as one cell.
import type { AtlasCell } from '../contract/atlas.ts';

/** One cell a column in, in the order of the columns. */
export function mergedCells(cells: readonly AtlasCell[]): AtlasCell[] {
  const merged: AtlasCell[] = [];
  for (const cell of cells) {
    const last = merged.at(-1);
    if (last !== undefined && saysTheSame(last, cell))
      merged[merged.length - 1] = { ...last, columns: [...last.columns, ...cell.columns] };
    else merged.push(cell);
  }
  return merged;
}

function saysTheSame(a: AtlasCell, b: AtlasCell): boolean {
  const runner = ({ columns: [first = ''] }: AtlasCell): string => first.split('@')[0] ?? '';
  const rest = (cell: AtlasCell): string => JSON.stringify({ ...cell, columns: [] });
  return runner(a) === runner(b) && rest(a) === rest(b);
}
