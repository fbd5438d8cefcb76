// Student's t: distribution function and quantile. Degrees of freedom need not be whole numbers (Welch).
import { incompleteBeta } from './incomplete-beta.ts';

/** P(T <= t). */
export function studentCdf(t: number, df: number): number {
  const tail = upperTail(Math.abs(t), df);
  return t >= 0 ? 1 - tail : tail;
}

/** Two-sided p-value. Precise in the far tail, where 1 - cdf is not. */
export function studentTwoSided(t: number, df: number): number {
  return 2 * upperTail(Math.abs(t), df);
}

/** The t with P(T <= t) = p, for 0 < p < 1. */
export function studentQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`no quantile of Student's t at ${p}`);
  if (p === 0.5) return 0;
  const tail = Math.min(p, 1 - p);
  let low = 0;
  let high = 1;
  while (upperTail(high, df) > tail) high *= 2;
  // Bisection: the tail falls strictly, and 200 halvings end at neighbouring doubles.
  for (let i = 0; i < 200 && high - low > Number.EPSILON * high; i++) {
    const middle = (low + high) / 2;
    if (upperTail(middle, df) > tail) low = middle;
    else high = middle;
  }
  return p > 0.5 ? (low + high) / 2 : -(low + high) / 2;
}

function upperTail(t: number, df: number): number {
  if (t === Number.POSITIVE_INFINITY) return 0;
  return incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
}
