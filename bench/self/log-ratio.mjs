// What pairs of measurements say: the median of their log-ratios, with the interval that the order of the pairs alone gives.

/** `[dearer, bare]` pairs as `{ratio, lower, upper, pairs}`: ratios of 1 and more, the interval at no less than `level`. */
export function ratioOf(pairs, level = 0.95) {
  const { middle, lower, upper } = medianOf(
    pairs.map(([dearer, bare]) => Math.log(dearer / bare)),
    level,
  );
  return { ratio: Math.exp(middle), lower: Math.exp(lower), upper: Math.exp(upper), pairs: pairs.length };
}

/** The median and its order-statistic interval: no assumption about how the values are distributed. */
export function medianOf(values, level = 0.95) {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = lowerRank(sorted.length, (1 - level) / 2);
  return {
    middle: (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
    lower: rank === 0 ? -Infinity : sorted[rank - 1],
    upper: rank === 0 ? Infinity : sorted[sorted.length - rank],
  };
}

/** How far into the sorted values one may go while the median lies further out with at most this probability; 0 for too few. */
function lowerRank(count, tail) {
  let rank = 0;
  // By logarithms: half to the power of a large count is no number any more.
  let logProbability = count * Math.log(0.5);
  for (
    let below = Math.exp(logProbability);
    below <= tail && rank < count;
    below += Math.exp(logProbability)
  ) {
    rank++;
    logProbability += Math.log((count - rank + 1) / rank);
  }
  return rank;
}

/** `over` and `within` are what the interval shows, `unclear` is a median over the limit whose interval reaches below it. */
export function judged({ ratio, lower }, limitRatio) {
  if (ratio <= limitRatio) return 'within';
  return lower > limitRatio ? 'over' : 'unclear';
}
