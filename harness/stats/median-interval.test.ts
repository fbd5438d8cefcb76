// The interval of the median against tables and by counting.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitMix32 } from '../contract/payload.ts';
import { medianInterval } from './median-interval.ts';

const ranks = (n: number) => medianInterval(Array.from({ length: n }, (_, at) => at + 1));

test('the ranks are those of the published table for 95 %', () => {
  // Conover, Practical Nonparametric Statistics, table A3 with p = 0.5.
  expect([5, 6, 8, 9, 11, 12, 20, 30, 50].map(ranks)).toEqual([
    null,
    { low: 1, high: 6 },
    { low: 1, high: 8 },
    { low: 2, high: 8 },
    { low: 2, high: 10 },
    { low: 3, high: 10 },
    { low: 6, high: 15 },
    { low: 10, high: 21 },
    { low: 18, high: 33 },
  ]);
});

test('it lies within the values, around their median, and a thousand values are no trouble', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 6, maxLength: 60 }), (values) => {
      const interval = medianInterval(values);
      const sorted = values.toSorted((a, b) => a - b);
      const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
      return (
        interval !== null &&
        values.includes(interval.low) &&
        interval.low <= middle &&
        middle <= interval.high
      );
    }),
  );
  expect(ranks(5000)).toEqual({ low: 2431, high: 2570 });
});

test('it holds the true median at least 95 times in a hundred', () => {
  const next = splitMix32(3);
  const drawn = Array.from({ length: 4000 }, () => Array.from({ length: 12 }, () => next() / 2 ** 32));
  const held = drawn.map(medianInterval).filter((one) => one !== null && one.low <= 0.5 && one.high >= 0.5);
  expect(held.length / drawn.length).toBeGreaterThan(0.95);
});
