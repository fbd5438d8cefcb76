// From slices to contrasts: what cancels, what is left out, and what has no logarithm.
import { expect, test } from 'vitest';
import type { SliceContrast, SliceSeries, UnusableSeries } from './slice-contrast.ts';
import { sliceContrast } from './slice-contrast.ts';

function series(wallNs: readonly number[], over: Partial<SliceSeries> = {}): SliceSeries {
  return { wallNs, cpuNs: wallNs, cpuEndNs: null, operations: 1, ...over };
}

function contrastOf(a: SliceSeries, b: SliceSeries, warmup = 0): SliceContrast {
  const found: SliceContrast | UnusableSeries = sliceContrast(a, b, warmup);
  if (found.kind === 'unusable') throw new Error(`unusable: ${JSON.stringify(found)}`);
  return found;
}

const DRIFTING = [1000, 1100, 1300, 1700, 2500, 4000, 3000, 2000];

test('a drift that both sides share cancels', () => {
  const slower = DRIFTING.map((value) => 1.05 * value);
  const found = contrastOf(series(DRIFTING), series(slower), 2);
  expect(found.slices).toBe(6);
  expect(found.wallMedian).toBeCloseTo(Math.log(1.05), 12);
  expect(found.cpuMedian).toBeCloseTo(Math.log(1.05), 12);
  expect(found.cpuMean).toBeCloseTo(Math.log(1.05), 12);
});

test('the two sides changed is the same contrast with the other sign', () => {
  const [a, b] = [series(DRIFTING), series(DRIFTING.toReversed(), { operations: 3 })];
  const there = contrastOf(a, b, 1);
  const back = contrastOf(b, a, 1);
  expect(there.wallMedian).toBeCloseTo(-back.wallMedian, 12);
  expect(there.cpuMean).toBeCloseTo(-(back.cpuMean ?? 0), 12);
});

test('a few costly slices move the mean and not the median', () => {
  const even = Array.from({ length: 40 }, () => 1000);
  const bursts = even.map((value, index) => (index % 20 === 0 ? 2 * value : value));
  const found = contrastOf(series(even), series(bursts));
  expect(found.wallMedian).toBe(0);
  expect(found.cpuMean).toBeCloseTo(Math.log(1.05), 12);
});

test('the warm-up counts nowhere', () => {
  const found = contrastOf(series([9e6, 9e5, 1000, 1000]), series([1000, 1000, 1100, 1100]), 2);
  expect(found.wallMedian).toBeCloseTo(Math.log(1.1), 12);
  expect(found.cpuMean).toBeCloseTo(Math.log(1.1), 12);
});

test('slices beyond the end of the shorter side have no partner', () => {
  const found = contrastOf(series([1000, 1000, 1000]), series([1100, 1100, 1100, 9e9, 9e9]));
  expect(found).toMatchObject({ slices: 3, unpaired: 2 });
  expect(found.wallMedian).toBeCloseTo(Math.log(1.1), 12);
  expect(found.cpuMean).toBeCloseTo(Math.log(1.1), 12);
});

test('time is per operation', () => {
  const a = series([1000, 1000], { operations: 10 });
  const b = series([4000, 4000], { operations: 20 });
  expect(contrastOf(a, b)).toMatchObject({
    wallMedian: expect.closeTo(Math.log(2), 12),
    cpuMean: expect.closeTo(Math.log(2), 12),
  });
});

test('CPU of the whole time includes what ran between the slices, from the end of the warm-up', () => {
  const a = series([1000, 1000, 1000], { cpuEndNs: [7000, 8000, 9000] });
  const b = series([1000, 1000, 1000], { cpuEndNs: [90_000, 92_000, 94_000] });
  expect(contrastOf(a, b, 1).cpuTotal).toBeCloseTo(Math.log(2), 12);
  expect(contrastOf(a, b, 1).cpuMean).toBe(0);
  // Nobody knows what a process had used before its first slice.
  expect(contrastOf(a, b, 0).cpuTotal).toBeNull();
});

test('CPU time that one side lacks is in no contrast', () => {
  const found = contrastOf(series([1000, 1000]), series([1000, 1000], { cpuNs: null }));
  expect([found.cpuMedian, found.cpuMean, found.cpuTotal]).toEqual([null, null, null]);
});

test.each([
  ['a slice of zero', series([1000, 0]), 'wallNs', 1],
  ['a negative slice', series([-5, 1000]), 'wallNs', 0],
  ['a slice that is not finite', series([1000, Number.NaN]), 'wallNs', 1],
  ['CPU time below zero', series([1000, 1000], { cpuNs: [1000, -1] }), 'cpuNs', 1],
  ['CPU time of too few slices', series([1000, 1000], { cpuNs: [1000] }), 'cpuNs', null],
  ['a CPU clock that stands', series([1000, 1000], { cpuEndNs: [1000, 1000] }), 'cpuEndNs', 1],
  ['no operations', series([1000, 1000], { operations: 0 }), 'operations', null],
  ['no slices after the warm-up', series([1000]), 'wallNs', null],
] as const)('%s is unusable, on either side, and the place is named', (_, bad, field, index) => {
  const good = series([1000, 1000]);
  expect(sliceContrast(bad, good, 1)).toMatchObject({ kind: 'unusable', side: 'a', field, index });
  expect(sliceContrast(good, bad, 1)).toMatchObject({ kind: 'unusable', side: 'b', field, index });
});

test('a CPU clock that is too coarse for a slice leaves the mean, and one that tells nothing leaves neither', () => {
  const coarse = series([1000, 1000, 1000], { cpuNs: [1000, 0, 2000] });
  expect(sliceContrast(coarse, series([1000, 1000, 1000]), 1)).toMatchObject({
    kind: 'contrast',
    cpuMean: 0,
  });
  const blind = series([1000, 1000, 1000], { cpuNs: [0, 0, 0] });
  expect(sliceContrast(blind, series([1000, 1000, 1000]), 1)).toMatchObject({
    cpuMedian: null,
    cpuMean: null,
  });
});
