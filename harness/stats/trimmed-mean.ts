// The mean of the middle half: a quarter of the values is left out at each end, so that a few wild ones move it little.
import { mean } from './mean.ts';

/** The number of values left out at each end. */
export function trimmedCount(count: number): number {
  return Math.floor(count / 4);
}

/** Of one to three values nothing is left out. Throws for no values, and for values that are not finite. */
export function trimmedMean25(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('a trimmed mean of no values');
  if (!values.every(Number.isFinite)) throw new RangeError('a trimmed mean of values that are not finite');
  const left = trimmedCount(values.length);
  return mean(values.toSorted((x, y) => x - y).slice(left, values.length - left));
}
