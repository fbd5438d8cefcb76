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

/** The interval that reaches as far to both sides. */
export function intervalAround(
  estimate: number,
  halfWidth: number,
  error: Pick<Interval, 'standardError' | 'degreesOfFreedom'>,
): Interval {
  const { standardError, degreesOfFreedom } = error;
  return {
    estimate,
    low: estimate - halfWidth,
    high: estimate + halfWidth,
    halfWidth,
    standardError,
    degreesOfFreedom,
  };
}
