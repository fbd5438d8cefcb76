// The cost and the resolution of the clock, measured: they bound the accuracy of every sample.

export interface ClockQuality {
  /** The smallest step seen between two readings. */
  readonly resolutionNs: number;
  /** What one reading costs. */
  readonly readNs: number;
}

/** 20 000 readings take 1 to 3 ms, and find the smallest step of any clock source that a benchmark could use. */
const READINGS = 20_000;

export function clockQuality(read: () => bigint): ClockQuality {
  const first = read();
  let last = first;
  let smallest = 0n;
  for (let i = 0; i < READINGS; i++) {
    const now = read();
    const step = now - last;
    if (step > 0n && (smallest === 0n || step < smallest)) smallest = step;
    last = now;
  }
  return { resolutionNs: Number(smallest), readNs: Number(last - first) / READINGS };
}
