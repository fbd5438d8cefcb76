// Yuen's interval for a 25 %-trimmed mean: its error comes from the winsorized variance, its t from the values that are left.
import { intervalAround } from './interval.ts';
import type { Interval } from './interval.ts';
import { variance } from './mean.ts';
import { studentQuantile } from './student-t.ts';
import { trimmedCount, trimmedMean25 } from './trimmed-mean.ts';

/**
 * Needs at least two finite values; of two or three it is Student's interval. `level` is the confidence, 0 to 1.
 * Where the middle half of the values is equal it has no width: then the data know no error, and the caller must say so.
 */
export function yuenInterval(values: readonly number[], level: number): Interval {
  if (values.length < 2) throw new RangeError('an interval needs at least two values');
  const estimate = trimmedMean25(values);
  const { standardError, degreesOfFreedom } = yuenError(values);
  const halfWidth = studentQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
  return intervalAround(estimate, halfWidth, { standardError, degreesOfFreedom });
}

/** Yuen (1974), one side of her two-sample statistic: s_w sqrt((n - 1) / (h (h - 1))) with h values left. */
export function yuenError(values: readonly number[]): Pick<Interval, 'standardError' | 'degreesOfFreedom'> {
  const count = values.length;
  const left = count - 2 * trimmedCount(count);
  const standardError = Math.sqrt((variance(winsorized(values)) * (count - 1)) / (left * (left - 1)));
  return { standardError, degreesOfFreedom: left - 1 };
}

/** What trimming leaves out is put in the place of its nearest neighbour that stays. */
function winsorized(values: readonly number[]): number[] {
  const sorted = values.toSorted((x, y) => x - y);
  const out = trimmedCount(sorted.length);
  const low = sorted[out] ?? Number.NaN;
  const high = sorted[sorted.length - 1 - out] ?? Number.NaN;
  return sorted.map((value) => Math.min(high, Math.max(low, value)));
}
