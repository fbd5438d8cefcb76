// Trimmed means and their intervals against SciPy and R, and at the edges.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from './interval.ts';
import { pairedInterval } from './paired-interval.ts';
import { trimmedMean25 } from './trimmed-mean.ts';
import { yuenError, yuenInterval } from './yuen-interval.ts';

type Bounds = readonly (readonly [level: number, low: number, high: number])[];

interface Case {
  readonly values: readonly number[];
  readonly trimmedMean: number;
  readonly student: Bounds;
  readonly yuen?: { readonly error: number; readonly df: number; readonly intervals: Bounds };
}

function casesOf(name: string): readonly Case[] {
  const text = readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly cases: readonly Case[] }).cases;
}

function expectBounds(bounds: Bounds, interval: (level: number) => Interval): void {
  expect(bounds.length).toBeGreaterThan(2);
  for (const [level, low, high] of bounds) {
    const found = interval(level);
    const tolerance = 1e-9 * Math.max(high - low, 1e-3);
    expect(Math.abs(found.low - low)).toBeLessThan(tolerance);
    expect(Math.abs(found.high - high)).toBeLessThan(tolerance);
  }
}

describe.each(['scipy', 'r'])('against %s', (name) => {
  const cases = casesOf(name);

  test('there are samples of many sizes', () => {
    expect(new Set(cases.map(({ values }) => values.length)).size).toBeGreaterThan(12);
  });

  test('trimmed means agree', () => {
    for (const { values, trimmedMean } of cases) expect(trimmedMean25(values)).toBeCloseTo(trimmedMean, 12);
  });

  test("Student's intervals agree", () => {
    for (const { values, student } of cases) expectBounds(student, (level) => pairedInterval(values, level));
  });

  test("Yuen's errors, degrees of freedom and intervals agree", () => {
    const withYuen = cases.flatMap(({ values, yuen }) => (yuen === undefined ? [] : [{ values, yuen }]));
    expect(withYuen.length).toBeGreaterThan(20);
    for (const { values, yuen } of withYuen) {
      const { standardError, degreesOfFreedom } = yuenError(values);
      expect(standardError / yuen.error).toBeCloseTo(1, 10);
      expect(degreesOfFreedom).toBeCloseTo(yuen.df, 9);
      expectBounds(yuen.intervals, (level) => yuenInterval(values, level));
    }
  });
});

test('the middle half is what counts: outliers on both ends move nothing', () => {
  expect(trimmedMean25([1, 2, 3, 4, 5, 6, 7, 8])).toBe(4.5);
  expect(trimmedMean25([-1e9, 2, 3, 4, 5, 6, 7, 1e9])).toBe(4.5);
  expect(yuenInterval([-1e9, 2, 3, 4, 5, 6, 7, 1e9], 0.99)).toEqual(
    yuenInterval([-4, 2, 3, 4, 5, 6, 7, 50], 0.99),
  );
});

test('of two or three values nothing is trimmed, and the interval is the one of Student', () => {
  for (const values of [
    [0.1, 0.4],
    [0.1, 0.4, -3],
  ]) {
    const yuen = yuenInterval(values, 0.99);
    const student = pairedInterval(values, 0.99);
    expect(yuen.low).toBeCloseTo(student.low, 9);
    expect(yuen.high).toBeCloseTo(student.high, 9);
    expect(yuen.degreesOfFreedom).toBe(student.degreesOfFreedom);
  }
});

test('no value has no mean, one has no interval, and what is not finite is refused', () => {
  expect(trimmedMean25([7])).toBe(7);
  expect(() => trimmedMean25([])).toThrow(RangeError);
  expect(() => yuenInterval([], 0.99)).toThrow(RangeError);
  expect(() => yuenInterval([7], 0.99)).toThrow(RangeError);
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => yuenInterval([1, 2, 3, bad], 0.99)).toThrow(RangeError);
});

test('equal values, and even an equal middle half, have no width: the standard error says so', () => {
  expect(yuenInterval([2, 2, 2, 2], 0.99)).toMatchObject({ low: 2, high: 2, standardError: 0 });
  expect(yuenInterval([-9, -8, 2, 2, 2, 2, 8, 9], 0.99)).toMatchObject({ estimate: 2, standardError: 0 });
});

test('shifting and mirroring the values shifts and mirrors the interval, and their order is nothing', () => {
  const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 50 });
  fc.assert(
    fc.property(values, fc.integer({ min: -1000, max: 1000 }), (given, shift) => {
      const plain = yuenInterval(given, 0.95);
      const shifted = yuenInterval(
        given.map((value) => value + shift),
        0.95,
      );
      const mirrored = yuenInterval(
        given.map((value) => -value),
        0.95,
      );
      expect(shifted.low).toBeCloseTo(plain.low + shift, 6);
      expect(mirrored.low).toBeCloseTo(-plain.high, 6);
      expect(yuenInterval(given.toReversed(), 0.95).halfWidth).toBeCloseTo(plain.halfWidth, 6);
    }),
    { numRuns: 100 },
  );
});
