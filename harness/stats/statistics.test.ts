// Quantiles, intervals and corrections against naive versions and worked examples.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { beyondP } from './beyond-p.ts';
import { CURVE_GRID, exactCurve, SAMPLES_BEYOND } from './curve.ts';
import { detectableDifference, detectableRatio } from './detectable.ts';
import { holm } from './holm.ts';
import { median } from './median.ts';
import { pairedInterval } from './paired-interval.ts';
import { orderStatistic, quantile } from './quantile.ts';
import { welchInterval } from './welch-interval.ts';

const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 });

describe('quantiles', () => {
  test('the order statistic is the smallest value that enough samples do not exceed', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const sorted = list.toSorted((a, b) => a - b);
        const naive = sorted.find(
          (value) => 100 * sorted.filter((x) => x <= value).length >= percent * sorted.length,
        );
        expect(orderStatistic(sorted, percent / 100)).toBe(naive);
      }),
    );
  });

  test('type 7 agrees with the worked example of R: quantile(c(1, 2, 4, 8), c(0.25, 0.5, 0.9))', () => {
    expect(quantile([1, 2, 4, 8], 0.25)).toBe(1.75);
    expect(quantile([1, 2, 4, 8], 0.5)).toBe(3);
    expect(quantile([1, 2, 4, 8], 0.9)).toBeCloseTo(6.8, 12);
  });

  test('the median is the middle, or the mean of the two middle ones', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(() => median([])).toThrow(RangeError);
    expect(() => quantile([], 0.5)).toThrow('a quantile of no values, or outside 0 to 1');
  });
});

describe('the curve', () => {
  test('rises, shows only observed values and stops ten samples before the end', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 1000 }), { minLength: 1, maxLength: 400 }), (list) => {
        const sorted = Float64Array.from(list).sort();
        const points = exactCurve(sorted);
        expect(points.map(({ q }) => q)).toEqual(CURVE_GRID.slice(0, points.length));
        for (const [i, { q, valueNs }] of points.entries()) {
          expect(list).toContain(valueNs);
          expect(valueNs).toBeGreaterThanOrEqual(points[i - 1]?.valueNs ?? Number.NEGATIVE_INFINITY);
          expect(sorted.length - Math.ceil(q * sorted.length)).toBeGreaterThanOrEqual(SAMPLES_BEYOND);
        }
      }),
    );
  });

  test('reaches further into the tail with more samples, and is empty with too few', () => {
    expect(exactCurve(new Float64Array(10))).toEqual([]);
    expect(exactCurve(new Float64Array(1000)).at(-1)?.q).toBe(0.99);
    expect(exactCurve(new Float64Array(100_000)).at(-1)?.q).toBe(0.9999);
    expect([0.01, 0.5, 0.9, 0.99, 0.999, 0.9999].every((q) => CURVE_GRID.includes(q))).toBe(true);
  });
});

describe('intervals', () => {
  test('paired: five differences by hand', () => {
    // mean 3, standard deviation sqrt(2.5), t(0.975; 4) = 2.776445
    const { estimate, low, high, degreesOfFreedom } = pairedInterval([1, 2, 3, 4, 5], 0.95);
    expect([estimate, degreesOfFreedom]).toEqual([3, 4]);
    expect(low).toBeCloseTo(3 - 2.776445 * Math.sqrt(0.5), 5);
    expect(high).toBeCloseTo(3 + 2.776445 * Math.sqrt(0.5), 5);
  });

  test('paired: moves with the values, widens with the level, and is a point without variance', () => {
    const list = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(list, fc.integer({ min: -50, max: 50 }), (differences, shift) => {
        const plain = pairedInterval(differences, 0.95);
        const shifted = pairedInterval(
          differences.map((value) => value + shift),
          0.95,
        );
        expect(shifted.low).toBeCloseTo(plain.low + shift, 8);
        expect(pairedInterval(differences, 0.99).halfWidth).toBeGreaterThanOrEqual(plain.halfWidth);
      }),
    );
    expect(pairedInterval([2, 2, 2], 0.99)).toMatchObject({ low: 2, high: 2, halfWidth: 0 });
    expect(() => pairedInterval([1], 0.99)).toThrow(RangeError);
  });

  test('Welch: with equal sizes and variances it is the two-sample t interval', () => {
    const { estimate, degreesOfFreedom, halfWidth } = welchInterval([1, 2, 3, 4, 5], [3, 4, 5, 6, 7], 0.95);
    expect(estimate).toBe(2);
    expect(degreesOfFreedom).toBeCloseTo(8, 10);
    // t(0.975; 8) = 2.306004, standard error 1
    expect(halfWidth).toBeCloseTo(2.306004, 5);
  });

  test('Welch: unequal variances cost degrees of freedom, and constants are a point', () => {
    expect(welchInterval([1, 2, 3], [10, 50, 90], 0.95).degreesOfFreedom).toBeLessThan(2.01);
    expect(welchInterval([1, 1], [3, 3], 0.99)).toMatchObject({ low: 2, high: 2 });
    expect(() => welchInterval([1], [1, 2], 0.99)).toThrow(RangeError);
  });

  test('inside the band nothing surprises; beyond it the distance counts in standard errors', () => {
    const interval = pairedInterval([1, 2, 3, 4, 5], 0.95);
    expect(beyondP(interval, 5, 5)).toBe(1);
    expect(beyondP(interval, 1, 1)).toBeLessThan(beyondP(interval, 2, 2));
    expect(beyondP(pairedInterval([9, 9, 9], 0.95), 1, 1)).toBe(0);
    const negative = pairedInterval([-1, -2, -3, -4, -5], 0.95);
    expect(beyondP(negative, 1, 9)).toBeCloseTo(beyondP(interval, 9, 1), 12);
  });

  test('what can be detected is the half-width beyond the smallest effect', () => {
    expect(detectableRatio(Math.log(1.02), 0.01)).toBeCloseTo(1.02 * 1.01, 12);
    expect(detectableDifference(300, 50)).toBe(350);
  });
});

describe('Holm', () => {
  test('agrees with p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") of R', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  test('never lowers a p-value, never exceeds one and keeps the order', () => {
    const list = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });
    fc.assert(
      fc.property(list, (pValues) => {
        const adjusted = holm(pValues);
        for (const [i, p] of pValues.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          for (const [j, other] of pValues.entries())
            if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? 1);
        }
      }),
    );
  });
});
