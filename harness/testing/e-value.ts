// The evidence that the confidence sequence of `stats/e-process.ts` inverts, by its formula: for its tests.
import { PRIOR_VARIANCE } from '../stats/e-process.ts';
import { mean, variance } from '../stats/mean.ts';

/** The evidence against a mean of `nullValue`, whose expectation is at most 1 if that is the truth. 100 excludes it at 1 %. */
export function eValue(
  differences: readonly number[],
  nullValue: number,
  priorVariance = PRIOR_VARIANCE,
): number {
  const n = differences.length;
  if (n < 2) return 1;
  const widened = 1 + n * priorVariance;
  const within = (n - 1) * variance(differences);
  const between = n * (mean(differences) - nullValue) ** 2;
  if (between === 0) return widened ** -0.5;
  return Math.exp(
    (n / 2) * Math.log((within + between) / (within + between / widened)) - Math.log(widened) / 2,
  );
}
