// Thinned series: short enough, in order, and with the warm-up where it was.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { thinSeries } from './thin-series.ts';

test('a short series stays as it is', () => {
  expect(thinSeries('slice', [9, 5, 3, 2, 2], 2, 10)).toEqual({
    of: 'slice',
    points: [9, 5, 3, 2, 2],
    warmup: 2,
  });
  expect(thinSeries('slice', [], 0, 10)).toEqual({ of: 'slice', points: [], warmup: 0 });
});

test('a long one becomes medians of neighbours, which a single extreme does not move', () => {
  expect(thinSeries('sample', [9, 9, 900, 1, 2, 3, 4, 500, 6], 3, 3)).toEqual({
    of: 'sample',
    points: [9, 2, 6],
    warmup: 1,
  });
});

test('no point mixes warm-up with the rest, and no series is longer than the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 2, max: 50 }),
      (before, after, limit) => {
        const values = Float64Array.from({ length: before + after }, (_, i) => (i < before ? -1 - i : 1 + i));
        const { points, warmup } = thinSeries('round', values, before, limit);
        expect(points.length).toBeLessThanOrEqual(limit);
        expect(points.length).toBeGreaterThanOrEqual(Math.min(limit, values.length, 2) / 2);
        expect(points.every((point, i) => point < 0 === i < warmup)).toBe(true);
        expect(points.map(Math.abs)).toEqual(points.map(Math.abs).toSorted((a, b) => a - b));
      },
    ),
  );
});

test('a warm-up longer than the series is all of it, and one point is too few', () => {
  expect(thinSeries('slice', [3, 2], 9, 10).warmup).toBe(2);
  expect(() => thinSeries('slice', [3, 2], 1, 1)).toThrow(RangeError);
});
