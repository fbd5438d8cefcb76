// A histogram of nanoseconds that keeps three digits of every value: small enough to keep, and two of them add up exactly.

/** Values below it have a bucket of their own; each doubling beyond has half as many, so none is wider than 1/1024 of its value. */
const BUCKETS = 2048;
const HALF = BUCKETS / 2;
const HALF_BITS = 10;

/** The layout is that of HdrHistogram (G. Tene) with lowest value 1 and three significant digits. */
export interface Histogram {
  /** One count a bucket, up to the last that is not empty. */
  readonly counts: Float64Array;
  /** Values below zero, timers that fired early: counted, and in no bucket. */
  readonly early: number;
  /** All values, the early ones too. */
  readonly total: number;
}

export const EMPTY_HISTOGRAM: Histogram = { counts: new Float64Array(0), early: 0, total: 0 };

/** Values are rounded to whole nanoseconds. */
export function histogramOf(values: ArrayLike<number>): Histogram {
  let largest = -1;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, checked(values[i]));
  const counts = new Float64Array(largest < 0 ? 0 : bucketOf(Math.round(largest)) + 1);
  let early = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const bucket = value < 0 ? -1 : bucketOf(Math.round(value));
    if (bucket < 0) early++;
    else counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { counts, early, total: values.length };
}

/** Exactly the histogram of all the values together, whatever the order. */
export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const longest = Math.max(0, ...histograms.map(({ counts }) => counts.length));
  const counts = new Float64Array(longest);
  for (const histogram of histograms)
    for (const [bucket, count] of histogram.counts.entries()) counts[bucket] = (counts[bucket] ?? 0) + count;
  const sum = (of: 'early' | 'total'): number => histograms.reduce((so, histogram) => so + histogram[of], 0);
  return { counts, early: sum('early'), total: sum('total') };
}

/**
 * The largest value of the bucket in which the quantile lies, as HdrHistogram answers: at most 0.1 % above the value that was
 * there. Null where it lies among the early ones, or where there are no values.
 */
export function histogramQuantile({ counts, early, total }: Histogram, q: number): number | null {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`no quantile at ${q}`);
  // 0.9 * 10 must have rank 9, whatever the last bit says.
  const rank = Math.max(1, Math.ceil(Math.round(q * total * 1e6) / 1e6));
  if (total === 0 || rank <= early) return null;
  let seen = early;
  for (const [bucket, count] of counts.entries()) {
    seen += count;
    if (seen >= rank) return lowestOf(bucket + 1) - 1;
  }
  throw new Error('a histogram whose total is not the sum of its counts');
}

/** The buckets that are not empty, rising: each from `lowNs` up to, but without, `endNs`. For drawing. */
export function histogramBuckets(
  histogram: Histogram,
): readonly { readonly lowNs: number; readonly endNs: number; readonly count: number }[] {
  return [...histogram.counts.entries()]
    .filter(([, count]) => count > 0)
    .map(([bucket, count]) => ({ lowNs: lowestOf(bucket), endNs: lowestOf(bucket + 1), count }));
}

/** The bucket of a whole number from 0 to 2^53 - 1. */
export function bucketOf(value: number): number {
  const doublings = Math.max(0, bitsOf(value) - HALF_BITS - 1);
  return doublings * HALF + Math.floor(value / 2 ** doublings);
}

/** The smallest value of a bucket. */
export function lowestOf(bucket: number): number {
  const doublings = Math.max(0, Math.floor(bucket / HALF) - 1);
  return (bucket - doublings * HALF) * 2 ** doublings;
}

/** Places of the binary number: not by the logarithm, which rounds just below a power of two. */
function bitsOf(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

function checked(value: number | undefined): number {
  if (value === undefined || !(Math.abs(value) <= Number.MAX_SAFE_INTEGER))
    throw new RangeError(`a histogram can not hold ${value}`);
  return value;
}
