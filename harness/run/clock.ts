// The harness's own clock: CLOCK_MONOTONIC as integer nanoseconds since this module was loaded, exact in a double for 104 days.

/** The epoch of the harness on CLOCK_MONOTONIC. A runner that names its epoch on the same clock converts exactly. */
export const harnessEpochNs: bigint = process.hrtime.bigint();

/** Nanoseconds since the epoch of the harness. */
export function harnessNow(): number {
  return Number(process.hrtime.bigint() - harnessEpochNs);
}
