// Whether values are unimodal or bimodal: processes of one program may differ by their memory layout alone.
import { median } from './median.ts';

export interface ValueMode {
  /** Median of the values that gather here. */
  readonly value: number;
  /** Their share of all values, 0 to 1. */
  readonly share: number;
}

/** With fewer values two clusters of two or three are nothing unusual. */
export const FEWEST_VALUES = 6;
/** The smaller cluster has at least two values and this share: outliers are no mode. */
const SMALLEST_SHARE = 0.15;
/** Modes that are nearer than 2 % hurt no verdict. */
const SMALLEST_RATIO = Math.log(1.02);

/**
 * One mode, or two from the smaller to the larger. `ratio`: positive values, compared by their logarithms; `difference`: as they are.
 *
 * For every cut of the sorted values it takes the distance of the two means over the pooled standard deviation within, times
 * 2 sqrt(p (1 - p)) for the shares p and 1 - p; that is a root of between over within variance. The largest is two modes when it
 * exceeds its upper 1 % point under the uniform distribution, of all with one hump the one that looks most like two. Normal,
 * lognormal and Laplace values, with or without an outlier, are split in fewer than one of 200 cases; exponential ones in about one
 * of 100. Modes 13 standard deviations apart are found in 19 of 20 cases from 4 + 4 values, and nearly always from 5 + 5.
 *
 * Limits: modes less than about 4.5 standard deviations apart, a mode with less than 15 % of the values, and more than two
 * modes (they come out as two, or as one) are not told apart. Fewer than six values always are one mode.
 */
export function modesOf(values: readonly number[], scale: 'ratio' | 'difference'): readonly ValueMode[] {
  if (values.length === 0) return [];
  if (!values.every((value) => Number.isFinite(value) && (scale === 'difference' || value > 0)))
    throw new RangeError(
      `a value that is no number, or not above zero on a ratio scale, among ${values.length}`,
    );
  const sorted = values.toSorted((a, b) => a - b);
  const cut = bestCut(scale === 'ratio' ? sorted.map(Math.log) : sorted);
  if (cut === null || cut.separation <= criticalSeparation(values.length))
    return [modeOf(sorted, values.length)];
  if (scale === 'ratio' && cut.distance < SMALLEST_RATIO) return [modeOf(sorted, values.length)];
  return [modeOf(sorted.slice(0, cut.at), values.length), modeOf(sorted.slice(cut.at), values.length)];
}

function modeOf(cluster: readonly number[], of: number): ValueMode {
  return { value: median(cluster), share: cluster.length / of };
}

interface Cut {
  readonly at: number;
  readonly distance: number;
  readonly separation: number;
}

function bestCut(sorted: readonly number[]): Cut | null {
  const n = sorted.length;
  if (n < FEWEST_VALUES) return null;
  const fewest = Math.max(2, Math.ceil(SMALLEST_SHARE * n - 1e-9));
  // From the middle value: sums of squares of values that are large and close together would cancel.
  const middle = sorted[Math.floor(n / 2)] ?? 0;
  const centred = sorted.map((value) => value - middle);
  const total = momentsOf(centred);
  let best: Cut | null = null;
  let left: Moments = { sum: 0, squares: 0 };
  for (let at = 1; at <= n - fewest; at++) {
    const value = centred[at - 1] ?? 0;
    left = { sum: left.sum + value, squares: left.squares + value * value };
    if (at < fewest) continue;
    const cut = cutAt(at, n, left, total);
    if (best === null || cut.separation > best.separation) best = cut;
  }
  return best;
}

interface Moments {
  readonly sum: number;
  readonly squares: number;
}

function momentsOf(values: readonly number[]): Moments {
  return {
    sum: values.reduce((sum, value) => sum + value, 0),
    squares: values.reduce((sum, value) => sum + value * value, 0),
  };
}

function cutAt(at: number, n: number, left: Moments, total: Moments): Cut {
  const right = total.sum - left.sum;
  const distance = right / (n - at) - left.sum / at;
  const within = total.squares - left.sum ** 2 / at - right ** 2 / (n - at);
  // What is left of equal values after rounding is no spread.
  const noise = 1e-12 * total.squares;
  const separation =
    (distance / Math.sqrt(within <= noise ? 0 : within / (n - 2))) * 2 * (Math.sqrt(at * (n - at)) / n);
  return { at, distance, separation: distance === 0 ? 0 : separation };
}

/** Upper 1 % points under the uniform distribution, from 200,000 samples each by `scripts/stats-vectors-2.py`. */
const CRITICAL: readonly (readonly [n: number, separation: number])[] = [
  [6, 11.848],
  [7, 9.866],
  [8, 8.595],
  [9, 7.86],
  [10, 7.316],
  [11, 6.886],
  [12, 6.558],
  [14, 6.117],
  [16, 5.811],
  [18, 5.592],
  [20, 5.396],
  [24, 5.145],
  [28, 4.974],
  [32, 4.84],
  [40, 4.657],
  [50, 4.49],
  [64, 4.349],
  [80, 4.239],
  [100, 4.144],
  [130, 4.044],
  [160, 3.984],
  [200, 3.922],
  [300, 3.832],
  [400, 3.777],
  [600, 3.717],
  [1000, 3.658],
];

/** It falls with n: between two rows the larger value, beyond the table its last row. */
export function criticalSeparation(n: number): number {
  return CRITICAL.findLast(([rows]) => rows <= n)?.[1] ?? Number.POSITIVE_INFINITY;
}
