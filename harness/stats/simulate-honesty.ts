// Whole runs of simulated pairs under a rule of inference: how often an interval misses and how often a verdict is false.
import { nextLook } from './group-sequential.ts';
import { mean, variance } from './mean.ts';
import { moderateVariances } from './moderated-variance.ts';
import type { GroupToDraw, SimulatedGroup } from './simulated-pairs.ts';
import { studentQuantile } from './student-t.ts';
import { seededXoshiro } from './xoshiro.ts';

export interface HonestyRule {
  /** Pairs that every block gets before time goes to the nearest. */
  readonly pilot: number;
  /** Numbers of pairs at which a block's verdicts are looked for, ascending. Fewer pairs than the first are no interval. */
  readonly looks: readonly number[];
  /** The two-sided error of each interval. */
  readonly errors: { readonly primary: number; readonly other: number };
  readonly moderated: boolean;
  /** Seconds for the run; beyond the pilot they go to the block that is nearest to verdicts. Infinite: all looks for all blocks. */
  readonly budget: number;
}

/** One block: as many primary rows as others, each a group. */
export interface BlockToSimulate {
  readonly rows: number;
  readonly primary: number;
  readonly other: number;
  readonly secondsPerPair: number;
}

/**
 * Standard deviations as they were measured in seven blocks (time in slices, CPU), and what a pair costs beside the others.
 * 49 primary rows and 49 others.
 */
export const BLOCKS: readonly BlockToSimulate[] = [
  { rows: 7, primary: 0.026, other: 0.055, secondsPerPair: 1 },
  { rows: 7, primary: 0.026, other: 0.068, secondsPerPair: 1 },
  { rows: 7, primary: 0.07, other: 0.07, secondsPerPair: 0.8 },
  { rows: 7, primary: 0.07, other: 0.03, secondsPerPair: 0.8 },
  { rows: 7, primary: 0.045, other: 0.045, secondsPerPair: 1 },
  { rows: 7, primary: 0.13, other: 0.17, secondsPerPair: 1.2 },
  { rows: 7, primary: 0.03, other: 0.03, secondsPerPair: 1.2 },
];

export interface HonestyToSimulate {
  readonly rule: HonestyRule;
  readonly kind: (group: GroupToDraw) => SimulatedGroup;
  readonly runs: number;
  readonly seed: number;
}

/** Counts over all runs. A row misses when its interval at any look, or where the time was over, does. */
export interface Honesty {
  readonly runs: number;
  readonly rows: number;
  readonly runsWithMiss: number;
  readonly rowsWithMiss: number;
  readonly runsWithFalseVerdict: number;
  readonly rowsWithFalseVerdict: number;
  readonly primaryUndecided: number;
  readonly primaryRows: number;
  /** Pairs of all blocks. */
  readonly pairs: number;
  /** Of the primary rows at the end, on the logarithm: the mean of the logarithms of half the widths. */
  readonly meanLogHalfWidth: number;
}

/** The smallest effect worth a word, and what counts as the same, as logarithms. */
const EFFECT = 0.01;
const SAME = 0.03;

interface Row {
  readonly values: number[];
  readonly truth: number;
  readonly primary: boolean;
  decided: boolean;
  missed: boolean;
  wrong: boolean;
  centre: number;
  deviation: number;
  degreesOfFreedom: number;
  halfWidth: number;
}

interface Block {
  readonly secondsPerPair: number;
  readonly groups: readonly { readonly rows: readonly Row[]; readonly source: SimulatedGroup }[];
  pairs: number;
}

export function simulateHonesty({ rule, kind, runs, seed }: HonestyToSimulate): Honesty {
  const random = seededXoshiro(seed);
  const critical = {
    primary: criticalValues(rule.errors.primary),
    other: criticalValues(rule.errors.other),
  };
  const tally = { runsWithMiss: 0, rowsWithMiss: 0, runsWithFalseVerdict: 0, rowsWithFalseVerdict: 0 };
  let [rows, primaryRows, primaryUndecided, pairs, logs] = [0, 0, 0, 0, 0];
  for (let run = 0; run < runs; run++) {
    const blocks = BLOCKS.map((block): Block => start(block, (group) => kind({ ...group, random })));
    allocate(blocks, rule, critical);
    const all = blocks.flatMap(({ groups }) => groups.flatMap((group) => group.rows));
    const primary = all.filter((row) => row.primary);
    rows += all.length;
    primaryRows += primary.length;
    primaryUndecided += primary.filter(({ decided }) => !decided).length;
    pairs += blocks.reduce((sum, block) => sum + block.pairs, 0);
    logs += primary.reduce((sum, { halfWidth }) => sum + Math.log(halfWidth), 0);
    const [missed, wrong] = [all.filter((row) => row.missed).length, all.filter((row) => row.wrong).length];
    tally.rowsWithMiss += missed;
    tally.rowsWithFalseVerdict += wrong;
    if (missed > 0) tally.runsWithMiss++;
    if (wrong > 0) tally.runsWithFalseVerdict++;
  }
  return { runs, rows, ...tally, primaryUndecided, primaryRows, pairs, meanLogHalfWidth: logs / primaryRows };
}

function start(block: BlockToSimulate, make: (group: Omit<GroupToDraw, 'random'>) => SimulatedGroup): Block {
  const groups = (['primary', 'other'] as const).map((metric) => {
    const source = make({ rows: block.rows, standardDeviation: block[metric] });
    const rows = source.truth.map(
      (truth): Row => ({
        values: [],
        truth,
        primary: metric === 'primary',
        decided: false,
        missed: false,
        wrong: false,
        centre: 0,
        deviation: 0,
        degreesOfFreedom: 0,
        halfWidth: Number.POSITIVE_INFINITY,
      }),
    );
    return { rows, source };
  });
  return { secondsPerPair: block.secondsPerPair, groups, pairs: 0 };
}

type Critical = Readonly<Record<'primary' | 'other', (degreesOfFreedom: number) => number>>;

/** The pilot for everybody, then look by look to whoever is nearest; where the clock stops a block, it is judged by the pairs that it has. */
function allocate(blocks: readonly Block[], rule: HonestyRule, critical: Critical): void {
  const [first = 0] = rule.looks;
  let left = rule.budget;
  const advance = (block: Block, to: number): void => {
    left -= (to - block.pairs) * block.secondsPerPair;
    measure(block, to);
    for (const { rows } of block.groups) {
      estimate(rows, rule.moderated);
      if (to >= first) for (const row of rows) judge(row, critical);
    }
  };
  for (const block of blocks) advance(block, rule.pilot);
  for (;;) {
    const open = blocks.flatMap((block) => {
      const next = nextLook(block.pairs, rule.looks);
      const worth = next === null ? 0 : worthOf(block, rule, critical);
      return next === null || worth === 0 ? [] : [{ block, next, worth }];
    });
    const [best] = open.toSorted((a, b) => b.worth - a.worth);
    if (best === undefined) return;
    const affordable = best.block.pairs + Math.floor(left / best.block.secondsPerPair);
    if (affordable > best.block.pairs) advance(best.block, Math.min(best.next, affordable));
    if (affordable < best.next) return;
  }
}

function measure(block: Block, to: number): void {
  for (; block.pairs < to; block.pairs++)
    for (const { rows, source } of block.groups)
      for (const [index, value] of source.draw().entries()) rows[index]?.values.push(value);
}

function estimate(rows: readonly Row[], moderated: boolean): void {
  const own = rows.map(({ values }) => ({
    variance: variance(values),
    degreesOfFreedom: values.length - 1,
  }));
  for (const [index, used] of (moderated ? moderateVariances(own) : own).entries()) {
    const row = rows[index];
    if (row === undefined) continue;
    row.centre = mean(row.values);
    row.deviation = Math.sqrt(used.variance);
    row.degreesOfFreedom = used.degreesOfFreedom;
  }
}

function judge(row: Row, critical: Critical): void {
  row.halfWidth = halfWidthAt(row, row.values.length, critical);
  const [low, high] = [row.centre - row.halfWidth, row.centre + row.halfWidth];
  const slower = low > EFFECT;
  const faster = high < -EFFECT;
  const same = low >= -SAME && high <= SAME;
  if (low > row.truth || high < row.truth) row.missed = true;
  if (slower || faster || same) row.decided = true;
  const { truth } = row;
  if ((slower && truth < EFFECT) || (faster && truth > -EFFECT) || (same && Math.abs(truth) > SAME))
    row.wrong = true;
}

/** With so many pairs, if the spread stays as it is. */
function halfWidthAt(row: Row, pairs: number, critical: Critical): number {
  const share = (pairs - 1) / (row.values.length - 1);
  const quantile = critical[row.primary ? 'primary' : 'other'](share * row.degreesOfFreedom);
  return (quantile * row.deviation) / Math.sqrt(pairs);
}

/** Verdicts a second: each undecided row counts one over the seconds to the look at which it will be decided, if its estimate stays as it is. */
function worthOf(
  { groups, secondsPerPair, pairs }: Block,
  { looks }: HonestyRule,
  critical: Critical,
): number {
  const open = groups.flatMap(({ rows }) => rows.filter(({ decided }) => !decided));
  const worths = open.map((row) => {
    const size = Math.abs(row.centre);
    const needed = Math.max(size - EFFECT, SAME - size);
    const at = looks.find((look) => look > pairs && halfWidthAt(row, look, critical) < needed);
    // Beyond the last look: the narrower its interval is already, the sooner.
    const last = looks.at(-1) ?? 0;
    const then = at ?? last * Math.max(1, halfWidthAt(row, last, critical) / needed) ** 2;
    return 1 / (secondsPerPair * (then - pairs));
  });
  return worths.reduce((sum, worth) => sum + worth, 0);
}

/** Student's critical values by degrees of freedom, from a table that is linear in their reciprocal: the quantile itself would be most of the time. */
function criticalValues(error: number): (degreesOfFreedom: number) => number {
  const steps = 200;
  const most = 1 / 4;
  const table = Array.from({ length: steps + 1 }, (_, index) =>
    studentQuantile(1 - error / 2, index === 0 ? 1e9 : steps / (most * index)),
  );
  return (degreesOfFreedom) => {
    const at = steps / degreesOfFreedom / most;
    const below = Math.min(steps - 1, Math.floor(at));
    const [low = 0, high = 0] = table.slice(below, below + 2);
    return low + (high - low) * (at - below);
  };
}
