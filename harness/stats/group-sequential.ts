// At which numbers of pairs a run under a time budget looks for verdicts, and how strict each of its intervals must be.

/** A block that is worth more time is always given the pairs up to its next look. The steps grow by half: a smaller one decides little that is new. */
export const LOOKS: readonly number[] = [8, 12, 18, 27, 40];

/**
 * Of the total error, the share that each look may have, the same at all of them: two-sided, for Student's interval of normal pairs. By
 * recursive integration (`looks` in scripts/stats-vectors-3.py), without a prior; degrees of freedom that are borrowed bring successive intervals
 * closer to each other and leave 3 to 7 % unused. Bonferroni's share would be 0.2.
 */
const SHARES: readonly (readonly [error: number, share: number])[] = [
  [5e-2, 0.2899],
  [2e-2, 0.267],
  [1e-2, 0.2543],
  [5e-3, 0.2443],
  [2e-3, 0.2342],
  [1e-3, 0.2282],
  [5e-4, 0.2233],
  [2e-4, 0.2183],
  [1e-4, 0.2152],
  [5e-5, 0.2126],
  [2e-5, 0.2099],
  [1e-5, 0.2083],
  [1e-6, 0.2045],
];

/**
 * The two-sided error of the interval at each look, so that the chance that any of them misses is at most `error`: repeated confidence intervals
 * (Jennison and Turnbull, J. Roy. Stat. Soc. B 51 (1989)). The interval may be taken at any look, for whatever reason the pairs ended there.
 *
 * A block that the clock stops between two looks has the same error with all pairs that it has, because its last interval takes the place of
 * that at the next look and is more like the one before. That much holds as long as nobody reads the pairs after a look to decide whether to
 * go on. (An adversary who picks the end at the look before, from all data so far, reaches 1.0 to 1.4 times the error.)
 */
export function lookError(error: number): number {
  if (!(error > 0 && error < 1)) throw new RangeError(`${error} is no chance of an error`);
  return error * shareAt(error);
}

/** Linear in the logarithm of the error; towards errors that the table does not have, the stricter end. */
function shareAt(error: number): number {
  const below = SHARES.findIndex(([known]) => known <= error);
  const [at, share] = SHARES[below] ?? [0, 1 / LOOKS.length];
  const [above, most] = SHARES[below - 1] ?? [at, share];
  if (at === 0 || at === above) return share;
  return share + ((most - share) * Math.log(error / at)) / Math.log(above / at);
}

/** The next look after this many pairs; null after the last. */
export function nextLook(pairs: number, looks = LOOKS): number | null {
  return looks.find((look) => look > pairs) ?? null;
}
