// Quantiles of sorted numbers: an observed value for samples, an interpolated one for summaries.

/** The smallest observed value that at least a share `q` of the samples does not exceed. For latencies: always a value that was observed. */
export function orderStatistic(sorted: Float64Array | readonly number[], q: number): number {
  const rank = Math.max(1, Math.ceil(rounded(q * sorted.length)));
  return at(sorted, Math.min(rank, sorted.length) - 1);
}

/** Linear between the two nearest ranks (Hyndman and Fan's type 7, as in R and NumPy). For a handful of summary values. */
export function quantile(sorted: Float64Array | readonly number[], q: number): number {
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = at(sorted, below);
  const high = at(sorted, Math.min(below + 1, sorted.length - 1));
  return low + (position - below) * (high - low);
}

/** 0.9 * 10 must have rank 9, whatever the last bit says. */
function rounded(rank: number): number {
  return Math.round(rank * 1e6) / 1e6;
}

function at(sorted: Float64Array | readonly number[], index: number): number {
  const value = sorted[index];
  if (value === undefined) throw new RangeError('a quantile of no values, or outside 0 to 1');
  return value;
}
