// Two-sample t tests as the peers use them: each value is taken for independent of all others.
import { mean, variance } from '../../harness/stats/mean.ts';
import { studentTwoSided } from '../../harness/stats/student-t.ts';

export interface TwoSamples {
  /** Positive: the second sample is larger. */
  readonly t: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
}

/** Welch's: the variances need not be equal. */
export function welch(a: readonly number[], b: readonly number[]): TwoSamples {
  const [ofA, ofB] = [variance(a) / a.length, variance(b) / b.length];
  const spread = ofA ** 2 / (a.length - 1) + ofB ** 2 / (b.length - 1);
  return tested(mean(b) - mean(a), Math.sqrt(ofA + ofB), (ofA + ofB) ** 2 / spread);
}

/** Student's, with one variance for both. */
export function pooled(a: readonly number[], b: readonly number[]): TwoSamples {
  const degreesOfFreedom = a.length + b.length - 2;
  const common = ((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / degreesOfFreedom;
  return tested(mean(b) - mean(a), Math.sqrt(common * (1 / a.length + 1 / b.length)), degreesOfFreedom);
}

function tested(difference: number, error: number, degreesOfFreedom: number): TwoSamples {
  if (!(error > 0)) throw new RangeError('values that do not differ at all cannot be tested');
  const t = difference / error;
  return { t, degreesOfFreedom, p: studentTwoSided(t, degreesOfFreedom) };
}
