// The smallest change that a comparison could have detected, given the width of its interval.

/** As a ratio above one: the half-width on the logarithm, beyond the smallest effect worth a word. */
export function detectableRatio(halfWidth: number, minimumEffect: number): number {
  return Math.exp(halfWidth) * (1 + minimumEffect);
}

/** In the metric's unit. */
export function detectableDifference(halfWidth: number, minimumEffect: number): number {
  return halfWidth + minimumEffect;
}
