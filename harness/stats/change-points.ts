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
 * Finds the split with the largest two-sample t, takes it where it exceeds its critical value at 1 % for this number of values, and looks
 * again on both of its sides. It looks at the whole and at overlapping parts of it, as a step that was taken back is a step only
 * there ("seeded" segmentation: Kovacs, Buhlmann, Li, Munk, Biometrika 110, 2023). Then each split is placed anew between its
 * neighbours, and those whose step is below `smallestStep`, or no longer stands out from its neighbours' levels, are dropped, the
 * smallest step first. A value that departs from both its sides (one bad commit, repaired by the next) is smoothed away beforehand,
 * so it is no change point and hides none.
 *
 * Of 40 values with a step of two standard deviations, 99 in 100 are called, 83 within one commit and 90 within two: who knew
 * both levels would not come nearer than 87 within one. Limits: the values must scatter independently about their levels, so
 * absolute times of a drifting machine may not be given. A slow ramp comes out as steps. A change in the last three values is not
 * yet visible.
 */
export function changePoints(
  values: readonly number[],
  smallestStep = SMALLEST_STEP,
): readonly ChangePoint[] {
  if (!values.every(Number.isFinite)) throw new RangeError('a history has a value at each of its commits');
  const smooth = withoutSpikes(values);
  const splits = splitsWithin(smooth, 0, smooth.length);
  const placed: number[] = [];
  for (const [i, at] of splits.entries()) {
    const [from, to] = [placed[i - 1] ?? 0, splits[i + 1] ?? smooth.length];
    placed.push(strongestSplit(smooth, from, to)?.at ?? at);
  }
  return pruned(smooth, placed, smallestStep);
}

/**
 * Upper 1 % points, over all windows and splits of n independent normal values, of the largest t as a normal deviate (200,000
 * series each, by `scripts/stats-vectors-2.py`). n = 8 has one split: 2.576 is the normal distribution's own.
 */
const CRITICAL: readonly (readonly [n: number, deviate: number])[] = [
  [8, 2.573],
  [9, 2.78],
  [10, 2.902],
  [11, 2.992],
  [12, 3.024],
  [14, 3.115],
  [16, 3.174],
  [18, 3.212],
  [20, 3.244],
  [24, 3.302],
  [28, 3.334],
  [32, 3.614],
  [40, 3.667],
  [50, 3.712],
  [64, 3.912],
  [80, 3.966],
  [100, 4.006],
  [130, 4.147],
  [160, 4.196],
  [200, 4.226],
  [300, 4.38],
  [400, 4.431],
  [600, 4.549],
  [1000, 4.631],
];
const LAST_ROW = [1000, 4.631] as const;
/** The table's last rows grow by less than this with each doubling of n. */
const GROWTH = 0.2;

/** It grows with n: between two rows the larger. */
export function criticalDeviate(n: number): number {
  const row = CRITICAL.find(([rows]) => rows >= n);
  return row === undefined ? LAST_ROW[1] + GROWTH * Math.log2(n / LAST_ROW[0]) : row[1];
}

function splitsWithin(values: readonly number[], from: number, to: number): number[] {
  let best: Split | null = null;
  for (const [start, end] of windowsOf(to - from)) {
    const split = strongestSplit(values, from + start, from + end);
    if (split !== null && (best === null || split.deviate > best.deviate)) best = split;
  }
  if (best === null || best.deviate <= criticalDeviate(to - from)) return [];
  return [...splitsWithin(values, from, best.at), best.at, ...splitsWithin(values, best.at, to)];
}

const SHORTEST_WINDOW = 16;

/** The whole, its three overlapping halves, seven quarters and so on. */
function windowsOf(length: number): readonly (readonly [start: number, end: number])[] {
  const found: [number, number][] = [[0, length]];
  for (let parts = 2; Math.floor(length / parts) >= SHORTEST_WINDOW; parts *= 2) {
    const [width, last] = [Math.floor(length / parts), 2 * parts - 2];
    for (let k = 0; k <= last; k++) {
      const start = Math.floor((k * (length - width)) / last);
      found.push([start, start + width]);
    }
  }
  return found;
}

interface Split {
  readonly at: number;
  readonly deviate: number;
}

/** The best split of values[from..to) that leaves enough on both sides. */
function strongestSplit(values: readonly number[], from: number, to: number): Split | null {
  let best: Split | null = null;
  for (let at = from + FEWEST_ON_A_SIDE; at <= to - FEWEST_ON_A_SIDE; at++) {
    const deviate = deviateOf(values.slice(from, at), values.slice(at, to));
    if (best === null || deviate > best.deviate) best = { at, deviate };
  }
  return best;
}

/**
 * The two-sample t with pooled variance, without its sign, as a deviate of the normal distribution with about the same chance
 * (D. L. Wallace 1959): so that splits of long and short windows can be compared.
 */
function deviateOf(left: readonly number[], right: readonly number[]): number {
  const [ofLeft, ofRight] = [mean(left), mean(right)];
  const apart = ofRight - ofLeft;
  if (apart === 0) return 0;
  const within =
    left.reduce((sum, value) => sum + (value - ofLeft) ** 2, 0) +
    right.reduce((sum, value) => sum + (value - ofRight) ** 2, 0);
  const free = left.length + right.length - 2;
  const share = apart ** 2 / (within * (1 / left.length + 1 / right.length));
  return (Math.sqrt(free * Math.log1p(share)) * (8 * free + 1)) / (8 * free + 3);
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
    const weak = deviateOf(left, right) <= criticalDeviate(left.length + right.length);
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
