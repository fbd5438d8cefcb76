// Student's interval for the mean of paired differences: of logarithms for ratios, of values for differences.
import { intervalAround } from './interval.ts';
import type { Interval } from './interval.ts';
import { mean, variance } from './mean.ts';
import { studentQuantile } from './student-t.ts';

/** Needs at least two differences. `level` is the confidence, 0 to 1. */
export function pairedInterval(differences: readonly number[], level: number): Interval {
  if (differences.length < 2) throw new RangeError('an interval needs at least two pairs');
  const degreesOfFreedom = differences.length - 1;
  const estimate = mean(differences);
  const standardError = Math.sqrt(variance(differences) / differences.length);
  const halfWidth = studentQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
  return intervalAround(estimate, halfWidth, { standardError, degreesOfFreedom });
}
