// The runner's clock: integer nanoseconds on CLOCK_MONOTONIC since the runner began.

export interface Clock {
  /** Nanoseconds since the epoch of this runner, as an integer. */
  readonly now: () => number;
  /** The epoch on CLOCK_MONOTONIC, which all processes of the machine share; null where nothing says when it was. */
  readonly epochNs: bigint | null;
  /** The smallest step ever seen between two readings. */
  readonly resolutionNs: number;
}

export interface ClockSource {
  /** The clock that is used. */
  readonly read?: () => bigint;
  /** The shared clock, where `read` has another epoch; null where that cannot be read. */
  readonly shared?: (() => bigint) | null;
}

/**
 * `process.hrtime.bigint` is, in Node, CLOCK_MONOTONIC to the nanosecond and costs 33 ns a reading on Node 20, less than
 * `performance.now` (39 ns), whose epoch could only be tied to the shared clock to within 60 ns.
 */
export function startClock({ read = highResolution, shared = read }: ClockSource = {}): Clock {
  const startNs = read();
  const now = (): number => Number(read() - startNs);
  const aheadNs = shared === read ? 0n : shared === null ? null : howFarAhead(shared, read);
  return {
    now,
    epochNs: aheadNs === null ? null : startNs + aheadNs,
    resolutionNs: smallestStep(now),
  };
}

const highResolution = process.hrtime.bigint.bind(process.hrtime);

const COMPARISONS = 1000;
/** Nobody should rely on an epoch that is less sure than this. */
const SURE_NS = 1000n;

/**
 * How far `shared` is ahead of `read`, by readings of the one between two of the other: each bounds it, and all bounds together lie as close as
 * the least time between two readings. Null where even they leave it open.
 */
export function howFarAhead(shared: () => bigint, read: () => bigint): bigint | null {
  let least: bigint | null = null;
  let most: bigint | null = null;
  for (let i = 0; i < COMPARISONS; i++) {
    const before = read();
    const between = shared();
    const after = read();
    if (least === null || between - after > least) least = between - after;
    if (most === null || between - before < most) most = between - before;
  }
  if (least === null || most === null || most < least || most - least > SURE_NS) return null;
  return (least + most) / 2n;
}

/** Enough readings to see the step of a fine clock; a coarse one is waited for until it steps. */
const READINGS = 1000;

function smallestStep(now: () => number): number {
  let smallest = Number.POSITIVE_INFINITY;
  let last = now();
  for (let i = 0; i < READINGS || smallest === Number.POSITIVE_INFINITY; i++) {
    const next = now();
    if (next > last) smallest = Math.min(smallest, next - last);
    last = next;
  }
  return smallest;
}
