// What the kernel counted of a process in its rounds: by its threads, and by ticks what threads have taken with them.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { KernelCpuCount, kernelCpuOf } from './kernel-cpu.ts';
import type { KernelCpu } from './kernel-cpu.ts';

const MS = 1e6;
const TICK_NS = 10 * MS;
const TWO_TICKS_NS = 2 * TICK_NS;

const at = (threadsMs: number, processMs: number): KernelCpu => ({
  threadsNs: threadsMs * MS,
  processNs: processMs * MS,
  waitNs: 0,
});

/** What is counted where the kernel says these things, by turns before and behind a round. */
function counted(...readings: readonly (KernelCpu | null)[]): (number | null)[] {
  let next = 0;
  const count = new KernelCpuCount(() => readings[next++] ?? null);
  return Array.from({ length: readings.length / 2 }, () => {
    count.begin();
    return count.end();
  });
}

test('is that of the threads, and of ticks only where a thread has taken its time with it', () => {
  expect(counted(at(10, 10), at(25, 20))).toEqual([15 * MS]);
  expect(counted(at(10, 10), at(5, 100))).toEqual([90 * MS]);
  expect(counted(at(10, 10), at(5, 10))).toEqual([0]);
});

test('counts threads that end within two ticks in a later round', () => {
  const rounds = Array.from({ length: 100 }, (_, i) => [
    at(30 + i, 10 * Math.floor((30 + 6 * i) / 10)),
    at(31 + i, 10 * Math.floor((36 + 6 * i) / 10)),
  ]).flat();
  const ns = counted(...rounds).reduce((sum: number, each) => sum + (each ?? 0), 0);
  expect(ns).toBeGreaterThan(600 * MS - TWO_TICKS_NS);
  expect(ns).toBeLessThanOrEqual(600 * MS);
});

test('does not count a thread again that ends between two rounds', () => {
  expect(counted(at(10, 10), at(210, 210), at(20, 210), at(25, 210))).toEqual([200 * MS, 5 * MS]);
});

test('makes up for what it could not count yet of a thread that was counted while it lived', () => {
  expect(counted(at(10, 10), at(110, 110), at(110, 110), at(20, 110), at(20, 110), at(29, 130))).toEqual([
    100 * MS,
    0,
    20 * MS,
  ]);
});

test('over all rounds is within two ticks of what the process took, whatever its threads do', () => {
  const ns = fc.integer({ min: 0, max: 40 * MS });
  const round = fc.record({ own: ns, ended: ns, user: fc.double({ min: 0, max: 1, noNaN: true }) });
  const ticks = (each: number): number => Math.floor(each / TICK_NS) * TICK_NS;
  fc.assert(
    fc.property(fc.array(round, { minLength: 1, maxLength: 60 }), (rounds) => {
      let [threadsNs, userNs, systemNs] = [0, 0, 0];
      const now = (): KernelCpu => ({ threadsNs, processNs: ticks(userNs) + ticks(systemNs), waitNs: 0 });
      const count = new KernelCpuCount(now);
      let sumNs = 0;
      for (const { own, ended, user } of rounds) {
        count.begin();
        threadsNs += own;
        userNs += user * (own + ended);
        systemNs += (1 - user) * (own + ended);
        sumNs += count.end() ?? Number.NaN;
      }
      const tookNs = rounds.reduce((sum, { own, ended }) => sum + own + ended, 0);
      expect(sumNs).toBeLessThanOrEqual(tookNs + 1);
      expect(sumNs).toBeGreaterThan(tookNs - TWO_TICKS_NS - 1);
    }),
  );
});

test('is unknown where a moment is, as of a process that is gone', () => {
  expect(counted(null, at(1, 1), at(1, 1), null, at(1, 1), at(2, 1))).toEqual([null, null, MS]);
  expect(kernelCpuOf(2 ** 30)).toBeNull();
});
