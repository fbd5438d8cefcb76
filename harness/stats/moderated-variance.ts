// Variances of rows of one kind, moderated by each other: a row of six pairs knows its own variance badly, and those of its group better.
import { digamma, inverseTrigamma, trigamma } from './gamma-functions.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { mean, variance as sampleVariance } from './mean.ts';
import { median } from './median.ts';

/** A sample variance and the degrees of freedom that it has: pairs less one. */
export interface RowVariance {
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/** What a row's interval is computed with: t(1 - alpha / 2, `degreesOfFreedom`) sqrt(`variance` / pairs) is half its width. */
export interface ModeratedVariance extends RowVariance {
  /** How many of the degrees of freedom were borrowed from the group; 0: the row stands alone. */
  readonly borrowed: number;
}

/** The true variances of a group scatter like `variance` x d0 / chi2(d0). */
export interface VariancePrior {
  readonly variance: number;
  /** d0; infinite where the rows scatter no more than samples of one variance do. */
  readonly degreesOfFreedom: number;
}

/** In fewer rows the spread of the true variances cannot be seen. */
export const MINIMUM_GROUP = 4;

/** As share of the group's degrees of freedom: rows share a reference, so others know less about a row than their number says. */
const KNOWN_BY_OTHERS = 0.25;

/** A variance further below the middle of its group is a coarse clock, and its logarithm would be all that the prior sees. */
const LEAST_OF_MEDIAN = 1e-5;

/**
 * Smyth, Statistical Applications in Genetics and Molecular Biology 3 (2004), section 6.2: moments of the logarithms of the variances.
 * Degrees of freedom may differ from row to row. Needs two rows or more, with positive variances.
 */
export function fitVariancePrior(rows: readonly RowVariance[]): VariancePrior {
  if (rows.length < 2) throw new RangeError(`a prior of ${rows.length} rows`);
  const centred = rows.map(
    ({ variance, degreesOfFreedom: d }) => Math.log(variance) - digamma(d / 2) + Math.log(d / 2),
  );
  const beyondSampling =
    sampleVariance(centred) - mean(rows.map(({ degreesOfFreedom: d }) => trigamma(d / 2)));
  if (!(beyondSampling > 0))
    return { variance: Math.exp(mean(centred)), degreesOfFreedom: Number.POSITIVE_INFINITY };
  const half = inverseTrigamma(beyondSampling);
  return {
    variance: Math.exp(mean(centred) + digamma(half) - Math.log(half)),
    degreesOfFreedom: 2 * half,
  };
}

/**
 * In the order of the rows. Three things make what a row borrows smaller than Smyth's d0, because intervals of 99.98 % forgive nothing (decision 0019):
 * it is at most a quarter of the degrees of freedom of the others; the noisier a row is beside its group, the less it borrows (after Phipson
 * et al., Annals of Applied Statistics 10 (2016)); and no variance becomes smaller than it was. `floor` is the least variance that is believed.
 */
export function moderateVariances(rows: readonly RowVariance[], floor = 0): ModeratedVariance[] {
  const believed = raised(rows, floor);
  if (believed.length < MINIMUM_GROUP || believed.some(({ variance }) => variance === 0))
    return believed.map((row) => ({ ...row, borrowed: 0 }));
  const prior = fitVariancePrior(believed);
  const all = believed.reduce((sum, { degreesOfFreedom }) => sum + degreesOfFreedom, 0);
  return believed.map((row) => {
    const cap = KNOWN_BY_OTHERS * (all - row.degreesOfFreedom);
    const most = Math.min(prior.degreesOfFreedom, cap);
    return moderated(row, { ...prior, degreesOfFreedom: most });
  });
}

function moderated(row: RowVariance, prior: VariancePrior): ModeratedVariance {
  const { variance, degreesOfFreedom: d } = row;
  const noisier = 2 * upperTailOfF(variance / prior.variance, d, prior.degreesOfFreedom);
  const borrowed = prior.degreesOfFreedom * Math.min(1, noisier);
  const pooled = (borrowed * prior.variance + d * variance) / (borrowed + d);
  return { variance: Math.max(variance, pooled), degreesOfFreedom: d + borrowed, borrowed };
}

function raised(rows: readonly RowVariance[], floor: number): RowVariance[] {
  for (const { variance, degreesOfFreedom: d } of rows)
    if (!(variance >= 0 && d > 0)) throw new RangeError(`a variance of ${variance} with ${d} d.f.`);
  if (rows.length === 0) return [];
  const least = Math.max(floor, LEAST_OF_MEDIAN * median(rows.map(({ variance }) => variance)));
  return rows.map((row) => ({ ...row, variance: Math.max(row.variance, least) }));
}

/** P(F > x) for Fisher's F; Abramowitz and Stegun 26.6.2. */
function upperTailOfF(x: number, d1: number, d2: number): number {
  return incompleteBeta(d2 / (d2 + d1 * x), d2 / 2, d1 / 2);
}
