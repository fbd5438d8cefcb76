// The overhead of a slice beside its operations, from slices of two sizes.

/** The middle slice of one size. */
export interface SizedTime {
  readonly operations: number;
  readonly ns: number;
}

/**
 * The intercept of the line through two sizes, nanoseconds: `whole` takes F + c n, `short` takes F + c m with m < n. May come out
 * below zero, by noise: a bound at zero would make the mean of many too large. Throws a RangeError where the sizes do not differ.
 */
export function fixedCost(whole: SizedTime, short: SizedTime): number {
  const more = whole.operations - short.operations;
  if (!(more > 0))
    throw new RangeError(`a short slice of ${short.operations} operations, not below ${whole.operations}`);
  const perOperation = (whole.ns - short.ns) / more;
  return whole.ns - perOperation * whole.operations;
}
