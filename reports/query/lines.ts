// The lines of the table of verdicts: what stands next to each other of one scenario, set and subject is one line, however many metrics it has.
import type { RowFacts } from '../html/charts/chart-data.ts';

/** For each row the first row of its line. */
export function lineStarts(rows: readonly RowFacts[]): readonly number[] {
  const starts: number[] = [];
  for (const [index, row] of rows.entries()) {
    const before = rows[index - 1];
    const same =
      before !== undefined &&
      before.scenario === row.scenario &&
      before.set === row.set &&
      before.subject === row.subject;
    starts.push(same ? (starts[index - 1] ?? index) : index);
  }
  return starts;
}

/** How many lines have a row that is held. */
export function countLines(held: readonly boolean[], starts: readonly number[]): number {
  return new Set(starts.filter((_, index) => held[index] === true)).size;
}
