// How often runs call a difference where all subjects are the same program, and how often where one of them was slowed. Pure.
import type { Comparison, RunResult } from '../../harness/contract/result.ts';
import { proportion } from '../../harness/stats/proportion.ts';
import type { Proportion } from '../../harness/stats/proportion.ts';
import type { Bar } from '../whole/bar.ts';
import { spreadOf } from '../whole/spread.ts';
import type { Spread } from '../whole/spread.ts';

/** The subject that was slowed, and by how much; null where none was. */
export type Injected = { readonly subject: string; readonly percent: number } | null;

export interface HonestCounts {
  /** With an interval: a row without one cannot call anything. */
  readonly rows: number;
  readonly called: number;
  readonly same: number;
  readonly unclear: number;
  /** Not comparable, or of too few pairs. */
  readonly without: number;
}

export type CalledRow = Pick<
  Comparison,
  'scenario' | 'set' | 'subject' | 'metric' | 'primary' | 'verdict' | 'estimate' | 'low' | 'high' | 'pairs'
>;

export interface HonestRun {
  /** Rows of equal programs. */
  readonly primary: HonestCounts;
  readonly others: HonestCounts;
  /** Those of them that were called `faster` or `slower`. */
  readonly called: readonly CalledRow[];
  /** Primary rows of the slowed subject in slices. */
  readonly slowed: readonly Pick<Comparison, 'scenario' | 'set' | 'metric' | 'verdict' | 'estimate'>[];
}

export interface SlowedSummary {
  readonly slower: Proportion;
  readonly faster: number;
  readonly same: number;
  /** What was measured, as a ratio. */
  readonly estimates: Spread | null;
  /** By scenario, parameter set and metric. */
  readonly cells: readonly { readonly cell: string; readonly slower: number; readonly rows: number }[];
}

export interface HonestSummary {
  readonly rows: readonly HonestRun[];
  readonly injected: Injected;
  /** Called rows of all rows with an interval. */
  readonly primary: Proportion;
  readonly others: Proportion;
  readonly all: Proportion;
  /** Runs with at least one called row. */
  readonly runs: Proportion;
  /** Null where nothing was slowed. */
  readonly slowed: SlowedSummary | null;
  readonly bars: readonly Bar[];
}

const LEVEL = 0.95;

export function honestRows(
  results: readonly Pick<RunResult, 'comparisons'>[],
  injected: Injected,
): HonestSummary {
  const rows = results.map(({ comparisons }) => countRun(comparisons, injected));
  const called = (of: (run: HonestRun) => HonestCounts): Proportion =>
    proportion(sum(rows.map((run) => of(run).called)), sum(rows.map((run) => of(run).rows)), LEVEL);
  const primary = called((run) => run.primary);
  const others = called((run) => run.others);
  const all = proportion(primary.hits + others.hits, primary.trials + others.trials, LEVEL);
  const runs = proportion(rows.filter((run) => run.called.length > 0).length, rows.length, LEVEL);
  const slowed = injected === null ? null : slowedOf(rows);
  return { rows, injected, primary, others, all, runs, slowed, bars: barsOf(all, runs, slowed) };
}

/** Where a subject was slowed in slices, its other metrics there are neither equal nor sure to differ: they are left out. */
function countRun(comparisons: readonly Comparison[], injected: Injected): HonestRun {
  const isSlowed = ({ subject, sampling }: Comparison): boolean =>
    injected !== null && subject === injected.subject && sampling === 'sliced';
  const equal = comparisons.filter((row) => !isSlowed(row));
  return {
    primary: countRows(equal.filter((row) => row.primary)),
    others: countRows(equal.filter((row) => !row.primary)),
    called: equal.filter(isCalled).map(shortened),
    slowed: comparisons
      .filter((row) => row.primary && isSlowed(row))
      .map(({ scenario, set, metric, verdict, estimate }) => ({ scenario, set, metric, verdict, estimate })),
  };
}

const isCalled = ({ verdict }: Comparison): boolean => verdict === 'faster' || verdict === 'slower';
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function countRows(all: readonly Comparison[]): HonestCounts {
  const rows = all.filter(({ estimate }) => estimate !== null);
  return {
    rows: rows.length,
    called: rows.filter(isCalled).length,
    same: rows.filter(({ verdict }) => verdict === 'same').length,
    unclear: rows.filter(({ verdict }) => verdict === 'unclear').length,
    without: all.length - rows.length,
  };
}

function shortened(row: Comparison): CalledRow {
  const { scenario, set, subject, metric, primary, verdict, estimate, low, high, pairs } = row;
  return { scenario, set, subject, metric, primary, verdict, estimate, low, high, pairs };
}

function slowedOf(runs: readonly HonestRun[]): SlowedSummary {
  const rows = runs.flatMap(({ slowed }) => slowed);
  const count = (wanted: Comparison['verdict']): number =>
    rows.filter(({ verdict }) => verdict === wanted).length;
  const cellOf = ({ scenario, set, metric }: (typeof rows)[number]): string => `${scenario} ${set} ${metric}`;
  const cells = [...new Set(rows.map(cellOf))].map((cell) => {
    const own = rows.filter((row) => cellOf(row) === cell);
    return { cell, slower: own.filter(({ verdict }) => verdict === 'slower').length, rows: own.length };
  });
  return {
    slower: proportion(count('slower'), rows.length, LEVEL),
    faster: count('faster'),
    same: count('same'),
    estimates: spreadOf(rows.flatMap(({ estimate }) => estimate ?? [])),
    cells,
  };
}

/** Of a bar for a rare event: the largest share, and the least number of trials that can show it. */
interface RareBar {
  readonly most: number;
  readonly trials: number;
}
const ROWS: RareBar = { most: 0.002, trials: 1000 };
const RUNS: RareBar = { most: 1 / 20, trials: 20 };
const LEAST_FOUND = 0.95;

function barsOf(all: Proportion, runs: Proportion, slowed: SlowedSummary | null): Bar[] {
  const bars: Bar[] = [
    {
      text: `at most 0.2 % of the rows of equal programs call a difference (of ${ROWS.trials} rows or more)`,
      holds: isRare(all, ROWS),
    },
    {
      text: `not more than 1 run in 20 calls one (of ${RUNS.trials} runs or more)`,
      holds: isRare(runs, RUNS),
    },
  ];
  if (slowed === null) return bars;
  const { share } = slowed.slower;
  const holds = share === null ? null : share >= LEAST_FOUND;
  const text = 'at least 95 % of the primary rows of the slowed subject in slices are called slower';
  return [...bars, { text, holds }];
}

/** Of too few trials null, unless there are more hits already than enough trials may have. */
function isRare({ hits, trials, share }: Proportion, bar: RareBar): boolean | null {
  if (share !== null && trials >= bar.trials) return share <= bar.most;
  return hits > bar.most * bar.trials ? false : null;
}
