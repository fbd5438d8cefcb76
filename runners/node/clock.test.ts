// The clock against a scripted source, and against the shared one.
import { expect, it } from 'vitest';
import { startClock } from './clock.ts';

function scripted(steps: readonly bigint[]): () => bigint {
  let at = 0;
  let time = 5_000_000_000_000n;
  return () => (time += steps[at++ % steps.length] ?? 0n);
}

it('counts from its own epoch, which is a time of the shared clock', () => {
  const before = process.hrtime.bigint();
  const clock = startClock();
  const between = clock.epochNs + BigInt(clock.now());
  const after = process.hrtime.bigint();
  expect(before <= clock.epochNs && clock.epochNs <= between && between <= after).toBe(true);
});

it('finds the smallest step, also among readings that are equal', () => {
  expect(startClock(scripted([0n, 40n, 0n, 30n])).resolutionNs).toBe(30);
});

it('waits for a coarse clock to step', () => {
  const coarse = [...Array.from({ length: 5000 }, () => 0n), 4_000_000n];
  expect(startClock(scripted(coarse)).resolutionNs).toBe(4_000_000);
});
