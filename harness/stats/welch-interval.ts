// Welch's interval for the difference of two means whose variances need not be equal: for two runs that share no repetitions.
import { intervalAround } from './interval.ts';
import type { Interval } from './interval.ts';
import { mean, variance } from './mean.ts';
import { studentQuantile } from './student-t.ts';

/** Head minus base. Needs at least two values on each side. */
export function welchInterval(base: readonly number[], head: readonly number[], level: number): Interval {
  if (base.length < 2 || head.length < 2)
    throw new RangeError('an interval needs at least two values a side');
  const ofBase = variance(base) / base.length;
  const ofHead = variance(head) / head.length;
  const squared = ofBase + ofHead;
  const spread = ofBase ** 2 / (base.length - 1) + ofHead ** 2 / (head.length - 1);
  const degreesOfFreedom = spread === 0 ? base.length + head.length - 2 : squared ** 2 / spread;
  const estimate = mean(head) - mean(base);
  const standardError = Math.sqrt(squared);
  const halfWidth = studentQuantile((1 + level) / 2, degreesOfFreedom) * standardError;
  return intervalAround(estimate, halfWidth, { standardError, degreesOfFreedom });
}
