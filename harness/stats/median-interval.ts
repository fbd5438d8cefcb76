// A 95 % interval of the median from order statistics: it assumes no distribution (the sign test; Conover, Practical Nonparametric Statistics, 3.2).

const TAIL = 0.025;

/** The ends are values of the list. Null for fewer than six values, which no interval of 95 % can hold. */
export function medianInterval(
  values: readonly number[],
): { readonly low: number; readonly high: number } | null {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  // The chance that fewer than `rank` of n values lie below the median, in logarithms: 2^-n is no number for large n.
  let term = -n * Math.LN2;
  let tail = Math.exp(term);
  let rank = 0;
  while (tail <= TAIL) {
    rank++;
    term += Math.log((n - rank + 1) / rank);
    tail += Math.exp(term);
  }
  // At rank 0 there is no value before the first.
  const [low, high] = [sorted[rank - 1], sorted[n - rank]];
  return low === undefined || high === undefined ? null : { low, high };
}
