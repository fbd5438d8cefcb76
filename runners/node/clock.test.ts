// The clock against a scripted source, and against the shared one.
import { expect, it } from 'vitest';
import { howFarAhead, startClock } from './clock.ts';

function scripted(steps: readonly bigint[]): () => bigint {
  let at = 0;
  let time = 5_000_000_000_000n;
  return () => (time += steps[at++ % steps.length] ?? 0n);
}

it('counts from its own epoch, which is a time of the shared clock', () => {
  const before = process.hrtime.bigint();
  const clock = startClock();
  const epochNs = clock.epochNs ?? 0n;
  const between = epochNs + BigInt(clock.now());
  const after = process.hrtime.bigint();
  expect(before <= epochNs && epochNs <= between && between <= after).toBe(true);
});

it('finds the smallest step, also among readings that are equal', () => {
  expect(startClock({ read: scripted([0n, 40n, 0n, 30n]) }).resolutionNs).toBe(30);
});

it('waits for a coarse clock to step', () => {
  const coarse = [...Array.from({ length: 5000 }, () => 0n), 4_000_000n];
  expect(startClock({ read: scripted(coarse) }).resolutionNs).toBe(4_000_000);
});

/** Two clocks of one time that passes by `stepNs` with each reading of either. */
function twoClocks(aheadNs: bigint, stepNs: bigint): { read: () => bigint; shared: () => bigint } {
  let time = 1_000n;
  return { read: () => (time += stepNs), shared: () => (time += stepNs) + aheadNs };
}

it('knows when its epoch was on the shared clock, where it reads another one', () => {
  const { read, shared } = twoClocks(7_000_000n, 100n);
  expect(startClock({ read, shared }).epochNs).toBe(7_001_100n);
  expect(howFarAhead(shared, read)).toBe(7_000_000n);
});

it('says no epoch where the shared clock cannot be read, or only too slowly', () => {
  const { read, shared } = twoClocks(7_000_000n, 10_000n);
  expect(howFarAhead(shared, read)).toBeNull();
  expect(startClock({ read, shared: null }).epochNs).toBeNull();
});

it('says no epoch where the two clocks do not run alike', () => {
  let time = 0n;
  const read = (): bigint => (time += 100n);
  const drifting = (): bigint => (time += 100n) * 2n;
  expect(howFarAhead(drifting, read)).toBeNull();
});
