// Each check of the gate: once kept, once for every way in which it is broken, and never passed by a number that is missing.
import { expect, test } from 'vitest';
import {
  clockKept,
  cpuAgrees,
  cpuKept,
  inFlightKept,
  operationsKept,
  quantilesKept,
  smallestKept,
  throughputKept,
  windowKept,
} from './plausibility.ts';

const { NaN: MISSING } = Number;

test('work that was left out or done twice is no speed', () => {
  expect(operationsKept(256, 256)).toEqual({
    check: 'operations',
    kept: true,
    text: '256 operations were asked for and 256 reported',
  });
  expect(operationsKept(256, 255).kept).toBe(false);
  expect(operationsKept(256, 257).kept).toBe(false);
  expect(operationsKept(MISSING, MISSING).kept).toBe(false);
});

test('a clock that goes back, stands still or was never read is found', () => {
  const window = (startNs: number, endNs: number) => ({ startNs, endNs });
  expect(clockKept([window(0, 5), window(5, 9), window(20, 21)])).toMatchObject({
    check: 'clock',
    kept: true,
  });
  expect(clockKept([window(0, 5), window(4, 9)])).toEqual({
    check: 'clock',
    kept: false,
    text: 'window 2 of 2 begins 1 ns before window 1 ends',
  });
  expect(clockKept([window(5, 3)])).toEqual({
    check: 'clock',
    kept: false,
    text: 'window 1 of 1 ends 2 ns before it begins, or at once',
  });
  expect(clockKept([window(5, 5)]).kept).toBe(false);
  expect(clockKept([window(5, MISSING)]).kept).toBe(false);
  expect(clockKept([])).toMatchObject({ kept: false, text: expect.stringContaining('0 windows') });
});

test('a latency shorter than the clock can tell, or a timer earlier than allowed, is found', () => {
  const latency = (smallestNs: number) => smallestKept({ kind: 'latency', smallestNs, resolutionNs: 100 });
  expect(latency(100)).toEqual({
    check: 'smallest sample',
    kept: true,
    text: 'the shortest latency is 100 ns, and the clock tells 100 ns apart',
  });
  for (const bad of [99, 0, -5, MISSING]) expect(latency(bad).kept).toBe(false);
  const lateness = (smallestNs: number) =>
    smallestKept({ kind: 'lateness', smallestNs, toleranceNs: 1_000_000 });
  expect(lateness(-997_000)).toMatchObject({
    kept: true,
    text: 'the earliest firing is -997 us late, and -1 ms is allowed',
  });
  for (const bad of [-1_000_001, MISSING]) expect(lateness(bad).kept).toBe(false);
});

test('quantiles that fall, or whose shares do, are found', () => {
  const point = (q: number, valueNs: number) => ({ q, valueNs });
  expect(quantilesKept([point(0.5, 10), point(0.9, 10), point(0.99, 30)]).kept).toBe(true);
  expect(quantilesKept([]).kept).toBe(true);
  expect(quantilesKept([point(0.5, 10), point(0.9, 9)])).toEqual({
    check: 'quantiles',
    kept: false,
    text: 'quantile 0.9 is 9 ns, after 10 ns at 0.5',
  });
  expect(quantilesKept([point(0.9, 9), point(0.5, 10)]).kept).toBe(false);
  expect(quantilesKept([point(0.5, MISSING)]).kept).toBe(false);
  expect(quantilesKept([point(0.5, MISSING), point(0.9, 9)]).kept).toBe(false);
});

test("Little's law finds throughput and latency that cannot both be true", () => {
  const loop = (operationsPerSecond: number, meanLatencyNs: number) =>
    inFlightKept({ operationsPerSecond, meanLatencyNs, limit: 64 });
  expect(loop(61_000, 1_040_000)).toEqual({
    check: 'in flight',
    kept: true,
    text: '61000 operations/s of 1.04 ms each are 63.4 in flight on average; the loop admits 64',
  });
  expect(loop(61_000, 1_200_000).kept).toBe(false);
  expect(loop(61_000, 400_000).kept).toBe(false);
  expect(loop(MISSING, 1_040_000).kept).toBe(false);
  expect(loop(61_000, 1_101_000).kept).toBe(true);
  expect(loop(61_000, 530_000).kept).toBe(true);
});

test('a throughput above that of a runner that does nothing is found', () => {
  expect(throughputKept(90_000, 4_000_000)).toEqual({
    check: 'throughput',
    kept: true,
    text: '90000 operations/s; a runner that does nothing reaches 4000000',
  });
  expect(throughputKept(4_000_001, 4_000_000).kept).toBe(false);
  expect(throughputKept(MISSING, 4_000_000).kept).toBe(false);
  expect(throughputKept(Number.POSITIVE_INFINITY, 4_000_000).kept).toBe(false);
});

test('a window that begins before it was asked for, or ends after it was answered, is found', () => {
  const harness = { startNs: 1_000_000, endNs: 2_000_000 };
  const window = (startNs: number, endNs: number) =>
    windowKept({ runner: { startNs, endNs }, harness, offsetNs: 500_000, errorNs: 2000 });
  expect(window(510_000, 1_490_000)).toEqual({
    check: 'window',
    kept: true,
    text:
      "the runner's window begins 10 us after it was asked for and ends 10 us before it was answered; " +
      'the clocks agree to 2 us',
  });
  expect(window(498_000, 1_502_000).kept).toBe(true);
  expect(window(497_000, 1_490_000).kept).toBe(false);
  expect(window(510_000, 1_503_000).kept).toBe(false);
  expect(window(MISSING, 1_490_000).kept).toBe(false);
});

test('more CPU time than there is, or less than none, is found', () => {
  const use = (cpuNs: number, cpus: number) => cpuKept({ cpuNs, wallNs: 1e9, cpus, slackNs: 1e6 });
  expect(use(1.9e9, 2)).toEqual({
    check: 'CPU time',
    kept: true,
    text: '1.9 s of CPU time in 1 s on 2 CPUs',
  });
  expect(use(1.001e9, 1)).toMatchObject({ kept: true, text: expect.stringContaining('on 1 CPU') });
  expect(use(1.002e9, 1).kept).toBe(false);
  expect(use(-1, 1).kept).toBe(false);
  expect(use(MISSING, 1).kept).toBe(false);
});

test('CPU time that the kernel did not count is found, and so is what the runner left out', () => {
  expect(cpuAgrees(1.05e9, 1e9)).toEqual({
    check: 'CPU time of the kernel',
    kept: true,
    text: 'the runner reports 1.05 s of CPU time and the kernel 1 s; 10 % apart is allowed',
  });
  expect(cpuAgrees(1.11e9, 1e9).kept).toBe(false);
  expect(cpuAgrees(0.89e9, 1e9).kept).toBe(false);
  expect(cpuAgrees(MISSING, 1e9).kept).toBe(false);
});
