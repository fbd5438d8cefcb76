// Exact intervals for quantiles against SciPy's binomial distribution and against simulated samples.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderStatisticInterval, quantileInterval } from './order-statistic-interval.ts';
import type { OrderStatisticInterval } from './order-statistic-interval.ts';
import { drawn, seededUniforms } from '../testing/seeded-normals.ts';

interface Case {
  readonly n: number;
  readonly q: number;
  readonly level: number;
  readonly interval: OrderStatisticInterval | null;
}
const cases = JSON.parse(
  readFileSync(new URL('vectors/order-statistic-interval.json', import.meta.url), 'utf8'),
) as readonly Case[];

test('ranks and coverage are those of SciPy, from 5 samples to a million', () => {
  expect(cases.filter(({ interval }) => interval !== null).length).toBeGreaterThan(50);
  for (const { n, q, level, interval } of cases) {
    const found = orderStatisticInterval(n, q, level);
    expect([n, q, level, found?.low, found?.high]).toEqual([n, q, level, interval?.low, interval?.high]);
    if (interval !== null) expect(found?.coverage).toBeCloseTo(interval.coverage, 6);
  }
});

test('the median of six samples lies between the outer ones in 62 of 64 cases', () => {
  expect(orderStatisticInterval(6, 0.5, 0.95)).toEqual({
    low: 1,
    high: 6,
    coverage: expect.closeTo(62 / 64, 12),
  });
  expect(orderStatisticInterval(5, 0.5, 0.95)).toBeNull();
});

test('p99.9 needs thousands of samples before it has an upper end', () => {
  expect(orderStatisticInterval(3000, 0.999, 0.95)).toBeNull();
  expect(orderStatisticInterval(10_000, 0.999, 0.95)).not.toBeNull();
});

test('the coverage is never below the level, and the mirrored quantile has the mirrored ranks', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 127 }),
      fc.constantFrom(0.9, 0.95, 0.99),
      (n, part, level) => {
        const found = orderStatisticInterval(n, part / 128, level);
        const mirrored = orderStatisticInterval(n, 1 - part / 128, level);
        if (found === null) {
          expect(mirrored).toBeNull();
          return;
        }
        expect(found.coverage).toBeGreaterThanOrEqual(level);
        expect(found.low).toBeLessThan(found.high);
        expect([mirrored?.low, mirrored?.high]).toEqual([n + 1 - found.high, n + 1 - found.low]);
      },
    ),
  );
});

test('in simulated samples the true quantile is inside as often as said', () => {
  const uniform = seededUniforms(11);
  const trials = 2000;
  const ranks = orderStatisticInterval(100, 0.9, 0.95);
  let inside = 0;
  for (let i = 0; i < trials; i++) {
    const found = quantileInterval(
      drawn(100, uniform).toSorted((a, b) => a - b),
      0.9,
      0.95,
    );
    if (found !== null && found.low <= 0.9 && found.high > 0.9) inside++;
  }
  expect(Math.abs(inside / trials - (ranks?.coverage ?? 0))).toBeLessThan(0.02);
});

test('values stand at the ranks, and nonsense is refused', () => {
  expect(quantileInterval([10, 20, 30, 40, 50, 60], 0.5, 0.95)).toMatchObject({ low: 10, high: 60 });
  expect(quantileInterval([], 0.5, 0.95)).toBeNull();
  expect(() => orderStatisticInterval(10, 1, 0.95)).toThrow(RangeError);
  expect(() => orderStatisticInterval(10, 0.5, 1)).toThrow(RangeError);
});
