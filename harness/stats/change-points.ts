// Where in a history the level changed: one value a commit, each the log-ratio to the same frozen reference.
import { mean } from './mean.ts';
import { median } from './median.ts';

export interface ChangePoint {
  /** Index of the first value of the new level. */
  readonly at: number;
  /** New level minus old, each the median from the neighbouring change point on. */
  readonly step: number;
  readonly before: number;
  readonly after: number;
}

/** With fewer values on one side a single bad commit would be a level. */
const FEWEST_ON_A_SIDE = 4;
/** On the logarithm: 1 %. Below it a step is not worth a word, however sure. */
const SMALLEST_STEP = 0.01;

/**
 * Finds the split with the largest two-sample t, takes it where it exceeds its critical value at 1 % for so many values, and looks
 * again in both halves. Then each split is placed anew between its neighbours, and those whose step is below `smallestStep`, or
 * no longer stands out from its neighbours' levels, are dropped, the smallest step first. A value that departs from both its
 * sides (one bad commit, repaired by the next) is smoothed away beforehand, so it is no change point and hides none.
 *
 * Limits: the values must scatter independently about their levels, so absolute times of a drifting machine may not be given.
 * A slow ramp comes out as steps. A change in the last three values is not yet visible.
 */
export function changePoints(
  values: readonly number[],
  smallestStep = SMALLEST_STEP,
): readonly ChangePoint[] {
  const smooth = withoutSpikes(values);
  const split = splitsWithin(smooth, 0, smooth.length);
  const placed = split.map((at, i) => {
    const [from, to] = [split[i - 1] ?? 0, split[i + 1] ?? smooth.length];
    return strongestSplit(smooth, from, to)?.at ?? at;
  });
  return pruned(smooth, placed, smallestStep);
}

/**
 * Upper 1 % points of the largest absolute t over all splits of n independent normal values (200,000 series each, by
 * `scripts/stats-vectors-2.py`); n = 8 has one split and is Student's t with 6 degrees of freedom.
 */
const CRITICAL: readonly (readonly [n: number, t: number])[] = [
  [8, 3.718],
  [9, 3.981],
  [10, 4.059],
  [11, 4.089],
  [12, 4.015],
  [14, 3.982],
  [16, 3.937],
  [18, 3.887],
  [20, 3.85],
  [24, 3.811],
  [28, 3.768],
  [32, 3.732],
  [40, 3.705],
  [50, 3.674],
  [64, 3.668],
  [80, 3.677],
  [100, 3.665],
  [130, 3.67],
  [160, 3.674],
  [200, 3.675],
  [300, 3.705],
  [400, 3.713],
  [600, 3.726],
  [1000, 3.754],
];

/** Between two rows the nearer one's neighbour that is larger; beyond the table its last row, which grows by 0.02 a doubling. */
export function criticalMaximumT(n: number): number {
  const above = CRITICAL.findIndex(([rows]) => rows >= n);
  const [exact, larger] = [CRITICAL[above], CRITICAL[above - 1]];
  if (exact === undefined) return CRITICAL.at(-1)?.[1] ?? Number.POSITIVE_INFINITY;
  return exact[0] === n ? exact[1] : Math.max(exact[1], larger?.[1] ?? Number.POSITIVE_INFINITY);
}

function splitsWithin(values: readonly number[], from: number, to: number): number[] {
  const best = strongestSplit(values, from, to);
  if (best === null || best.t <= criticalMaximumT(to - from)) return [];
  return [...splitsWithin(values, from, best.at), best.at, ...splitsWithin(values, best.at, to)];
}

interface Split {
  readonly at: number;
  readonly t: number;
}

/** Two-sample t with pooled variance, at each split of values[from..to) that leaves enough on both sides. */
function strongestSplit(values: readonly number[], from: number, to: number): Split | null {
  let best: Split | null = null;
  for (let at = from + FEWEST_ON_A_SIDE; at <= to - FEWEST_ON_A_SIDE; at++) {
    const t = absoluteT(values.slice(from, at), values.slice(at, to));
    if (best === null || t > best.t) best = { at, t };
  }
  return best;
}

function absoluteT(left: readonly number[], right: readonly number[]): number {
  const [ofLeft, ofRight] = [mean(left), mean(right)];
  const apart = Math.abs(ofRight - ofLeft);
  if (apart === 0) return 0;
  const within =
    left.reduce((sum, value) => sum + (value - ofLeft) ** 2, 0) +
    right.reduce((sum, value) => sum + (value - ofRight) ** 2, 0);
  const pooled = within / (left.length + right.length - 2);
  return apart / Math.sqrt(pooled * (1 / left.length + 1 / right.length));
}

/** Drops the split with the smallest step until all that remain are large enough and stand out between their neighbours. */
function pruned(
  values: readonly number[],
  splits: readonly number[],
  smallestStep: number,
): readonly ChangePoint[] {
  const found = splits.map((at, i) => {
    const left = values.slice(splits[i - 1] ?? 0, at);
    const right = values.slice(at, splits[i + 1] ?? values.length);
    const [before, after] = [median(left), median(right)];
    const weak = absoluteT(left, right) <= criticalMaximumT(left.length + right.length);
    return {
      at,
      step: after - before,
      before,
      after,
      kept: !weak && Math.abs(after - before) >= smallestStep,
    };
  });
  const worst = found.filter(({ kept }) => !kept).toSorted((a, b) => Math.abs(a.step) - Math.abs(b.step))[0];
  if (worst === undefined) return found.map(({ at, step, before, after }) => ({ at, step, before, after }));
  return pruned(
    values,
    splits.filter((at) => at !== worst.at),
    smallestStep,
  );
}

/** How many standard deviations a value must depart from the medians of both its sides to count as a spike. */
const SPIKE = 5;
const NEIGHBOURS = 3;
/** The median absolute difference of neighbours, over the standard deviation, for normal values. */
const DIFFERENCE_TO_DEVIATION = 0.6745 * Math.SQRT2;

function withoutSpikes(values: readonly number[]): number[] {
  if (values.length < 2 * FEWEST_ON_A_SIDE) return [...values];
  const jumps = values.slice(1).map((value, i) => Math.abs(value - (values[i] ?? value)));
  const reach = (SPIKE * median(jumps)) / DIFFERENCE_TO_DEVIATION;
  return values.map((value, i) => {
    const around = [values.slice(Math.max(0, i - NEIGHBOURS), i), values.slice(i + 1, i + 1 + NEIGHBOURS)];
    const sides = around.filter((side) => side.length > 0).map(median);
    const alone = sides.every((side) => Math.abs(value - side) > reach);
    return alone ? median(around.flat()) : value;
  });
}
