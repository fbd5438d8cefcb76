// An estimate with its confidence interval, on the scale on which it was computed (logarithms for ratios).

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  /** Half the width of the interval. */
  readonly halfWidth: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
}
