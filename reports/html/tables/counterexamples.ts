// The counterexamples of a run in the order of the page: cell by cell, the smallest case first.
import type { Cell, RunResult } from '../../../harness/contract/result.ts';
import type { Finding } from '../../../harness/contract/verdict.ts';

export interface ShownCounterexample {
  readonly cell: Cell;
  readonly finding: Finding;
  /** Whether it is the one that a search for less came down to. */
  readonly smallest: boolean;
  /** For files and tracks. */
  readonly name: string;
}

/** Only those with events to show. */
export function counterexamples(result: RunResult): ShownCounterexample[] {
  return result.cells.flatMap(counterexamplesOf);
}

function counterexamplesOf(cell: Cell): ShownCounterexample[] {
  const { smallest, findings } = cell;
  const all = [
    ...(smallest === undefined ? [] : [{ finding: smallest.finding, smallest: true }]),
    ...findings.map((finding) => ({ finding, smallest: false })),
  ].filter(({ finding }) => finding.expected.length + finding.observed.length > 0);
  return all.map(({ finding, smallest: small }, index) => ({
    cell,
    finding,
    smallest: small,
    name: `${cell.scenario} ${cell.set} ${cell.subject}${cell.side === 'base' ? ' base' : ''} ${finding.rule} ${index + 1}`,
  }));
}
