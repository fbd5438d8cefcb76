// An exact interval for a quantile: two observed values with the quantile between them, whatever the distribution.
import { incompleteBeta } from './incomplete-beta.ts';

export interface OrderStatisticInterval {
  /** Ranks in the sorted sample, from 1. */
  readonly low: number;
  readonly high: number;
  /** The chance that the two hold the quantile between them, 0 to 1: at least the level asked for, as ranks are whole numbers. */
  readonly coverage: number;
}

/**
 * How many of `n` independent samples lie below the quantile `q` is binomial, so the chance that the quantile lies below one
 * given rank or above another is known exactly for a continuous distribution, and no larger for one with ties. The ranks are the
 * nearest ones for which each of the two chances is at most half of what may be missed. Null where the sample has no such rank:
 * it is too small to say how far up the quantile may lie. Samples of one process are not independent, so this describes what
 * was sampled, not what another process would show.
 */
export function orderStatisticInterval(n: number, q: number, level: number): OrderStatisticInterval | null {
  if (!(q > 0 && q < 1 && level > 0 && level < 1))
    throw new RangeError(`no interval for quantile ${q} at ${level}`);
  const half = (1 - level) / 2;
  const low = lastRank(n, (rank) => atMost(rank - 1, n, q) <= half);
  const high = n + 1 - lastRank(n, (fromTop) => atLeast(n + 1 - fromTop, n, q) <= half);
  if (low < 1 || high > n) return null;
  return { low, high, coverage: 1 - atMost(low - 1, n, q) - atLeast(high, n, q) };
}

/** The values at those ranks. */
export function quantileInterval(
  sorted: Float64Array | readonly number[],
  q: number,
  level: number,
): { readonly low: number; readonly high: number; readonly coverage: number } | null {
  const ranks = orderStatisticInterval(sorted.length, q, level);
  if (ranks === null) return null;
  const [low, high] = [sorted[ranks.low - 1], sorted[ranks.high - 1]];
  if (low === undefined || high === undefined) throw new RangeError('a rank outside its sample');
  return { low, high, coverage: ranks.coverage };
}

/** The last of 1 to n for which `holds`, which is true up to some rank and false from there on; 0 if for none. */
function lastRank(n: number, holds: (rank: number) => boolean): number {
  let [known, beyond] = [0, n + 1];
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2);
    if (holds(middle)) known = middle;
    else beyond = middle;
  }
  return known;
}

/** P(B <= k) for B binomial (n, q). */
function atMost(k: number, n: number, q: number): number {
  if (k >= n) return 1;
  return k < 0 ? 0 : incompleteBeta(1 - q, n - k, k + 1);
}

/** P(B >= k). Not one minus the other: that would round the far tail away. */
function atLeast(k: number, n: number, q: number): number {
  if (k <= 0) return 1;
  return k > n ? 0 : incompleteBeta(q, k, n - k + 1);
}
