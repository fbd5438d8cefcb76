// What whole runs of one build say of the same row, one beside the other: do their intervals mean what they claim? Pure.
import type { Comparison, RunResult } from '../../harness/contract/result.ts';
import { mean, variance } from '../../harness/stats/mean.ts';
import { median } from '../../harness/stats/median.ts';
import { studentQuantile } from '../../harness/stats/student-t.ts';

/** One row of one run. */
export interface Seen {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly verdict: Comparison['verdict'];
}

export interface RepeatRow {
  readonly scenario: string;
  readonly set: string;
  readonly metric: string;
  readonly subject: string;
  readonly reference: string;
  readonly scale: Comparison['scale'];
  readonly seen: readonly Seen[];
  /** Of all estimates. */
  readonly middle: number;
  /** Intervals that hold the middle. */
  readonly covering: number;
  /** Whether all intervals have a point in common. */
  readonly common: boolean;
  /** Whether one run says `faster` and another `slower`. */
  readonly contradicts: boolean;
  /** Root mean square of (estimate - middle) over the standard error that its interval claims: about 1 where runs differ as claimed. */
  readonly z: number;
}

export interface RepeatSummary {
  readonly rows: readonly RepeatRow[];
  readonly runs: number;
  /** Of all intervals of all rows, 0 to 1. */
  readonly coverage: number;
}

/** Primary rows that every run has a number for, in the order of the first run. */
export function repeatRows(runs: readonly Pick<RunResult, 'comparisons'>[]): RepeatSummary {
  const [first] = runs;
  const rows = (first?.comparisons ?? [])
    .filter(({ primary }) => primary)
    .flatMap((head) => rowOf(head, runs));
  const intervals = rows.reduce((sum, { seen }) => sum + seen.length, 0);
  const covering = rows.reduce((sum, row) => sum + row.covering, 0);
  return { rows, runs: runs.length, coverage: intervals === 0 ? 0 : covering / intervals };
}

function rowOf(head: Comparison, runs: readonly Pick<RunResult, 'comparisons'>[]): RepeatRow[] {
  const { scenario, set, metric, subject, reference, scale } = head;
  const found = runs.flatMap(({ comparisons }) => comparisons.find((one) => isSame(one, head)) ?? []);
  const seen = found.flatMap(({ estimate, low, high, verdict }): Seen[] =>
    estimate === null || low === null || high === null ? [] : [{ estimate, low, high, verdict }],
  );
  if (seen.length < 2) return [];
  const onScale = scale === 'ratio' ? Math.log : (value: number): number => value;
  const middle = median(seen.map(({ estimate }) => estimate));
  const verdicts = new Set(seen.map(({ verdict }) => verdict));
  const errors = found.flatMap((one) => {
    const { estimate, low, high } = one;
    if (estimate === null || low === null || high === null) return [];
    return [(onScale(estimate) - onScale(middle)) / standardError(one, onScale(low), onScale(high))];
  });
  return [
    {
      scenario,
      set,
      metric,
      subject,
      reference,
      scale,
      seen,
      middle,
      covering: seen.filter(({ low, high }) => low <= middle && middle <= high).length,
      common: Math.max(...seen.map(({ low }) => low)) <= Math.min(...seen.map(({ high }) => high)),
      contradicts: verdicts.has('faster') && verdicts.has('slower'),
      z: Math.sqrt(mean(errors.map((error) => error ** 2))),
    },
  ];
}

function isSame(one: Comparison, other: Comparison): boolean {
  return (['scenario', 'set', 'metric', 'subject', 'reference'] as const).every(
    (key) => one[key] === other[key],
  );
}

/** Of the pairs themselves; where a result has none of them, from the width of a Student interval and their number. */
function standardError({ level, pairs, values = [] }: Comparison, low: number, high: number): number {
  const known = values.filter((value) => value !== null);
  if (known.length > 1) return Math.sqrt(variance(known) / known.length);
  return (high - low) / 2 / studentQuantile(1 - (1 - level) / 2, pairs - 1);
}
