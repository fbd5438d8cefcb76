// Each check of the gate: once kept, once for every way in which it is broken, and never passed by a number that is missing.
import { expect, test } from 'vitest';
import {
  clockKept,
  cpuAgrees,
  cpuKept,
  inFlightKept,
  operationsKept,
  quantilesKept,
  slicesHold,
  smallestKept,
  throughputKept,
  turnsKept,
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
    text: 'the shortest latency is 100 ns, and the clock resolves 100 ns',
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
    inFlightKept({ operationsPerSecond, meanLatencyNs, limit: 64, samples: 3200 });
  expect(loop(61_000, 1_040_000)).toEqual({
    check: 'in flight',
    kept: true,
    text: '61000 operations/s of 1.04 ms each are 63.4 in flight on average; the loop admits 64',
  });
  expect(loop(61_000, 1_200_000).kept).toBe(false);
  expect(loop(61_000, 90_000).kept).toBe(false);
  expect(loop(MISSING, 1_040_000).kept).toBe(false);
  expect(loop(61_000, 1_101_000).kept).toBe(true);
  expect(loop(61_000, 120_000).kept).toBe(true);
});

test('few samples may leave places empty, but never take more than there are', () => {
  const loop = (meanLatencyNs: number) =>
    inFlightKept({ operationsPerSecond: 61_000, meanLatencyNs, limit: 64, samples: 3199 });
  expect(loop(100_000).kept).toBe(true);
  expect(loop(1_200_000).kept).toBe(false);
});

test('a round that is over before a runner that does nothing would have answered is found', () => {
  const round = (operations: number, windowNs: number) =>
    throughputKept({ operations, windowNs, roundTripNs: 50_000 });
  expect(round(1_000_000, 50_000)).toEqual({
    check: 'throughput',
    kept: true,
    text: '1000000 operations in 50 us; a runner that does nothing needs 50 us',
  });
  expect(round(1_000_000, 49_999).kept).toBe(false);
  expect(round(2000, 10_000).kept).toBe(true);
  expect(round(2000, 9999).kept).toBe(false);
  expect(round(2000, MISSING).kept).toBe(false);
});

test('a slice longer than its turn is found, and slices that fill too little of theirs', () => {
  const best = (wallNs: number, turnNs: number) => turnsKept({ longer: null, best: { wallNs, turnNs } });
  expect(best(930_000, 1e6)).toEqual({
    check: 'turns',
    kept: true,
    text: 'no slice is longer than its turn, and one fills 930 us of 1 ms',
  });
  expect(best(99_000, 1e6).kept).toBe(false);
  expect(best(9000, 0.4e6).kept).toBe(true);
  expect(best(MISSING, 1e6).kept).toBe(false);
  const honest = { wallNs: 930_000, turnNs: 1e6 };
  expect(turnsKept({ longer: { slice: 7, wallNs: 2e6, turnNs: 1e6 }, best: honest })).toEqual({
    check: 'turns',
    kept: false,
    text: 'slice 7 lasted 2 ms by the runner, and the harness waited 1 ms for it',
  });
});

test('slices that are shorter than what the kernel saw the process run are found', () => {
  expect(slicesHold(60e6, 1, 66e6)).toEqual({
    check: 'time of slices',
    kept: true,
    text: 'the slices last 60 ms in all, and the kernel counted 66 ms of CPU time',
  });
  expect(slicesHold(30e6, 1, 66e6).kept).toBe(false);
  expect(slicesHold(30e6, 2, 66e6).kept).toBe(true);
  expect(slicesHold(MISSING, 1, 66e6).kept).toBe(false);
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
