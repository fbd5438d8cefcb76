// Student's t against closed forms and published tables.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { studentCdf, studentQuantile, studentTwoSided } from './student-t.ts';

test('one degree of freedom is the Cauchy distribution', () => {
  for (const p of [0.001, 0.05, 0.25, 0.6, 0.9, 0.995, 0.9999])
    expect(studentQuantile(p, 1) / Math.tan(Math.PI * (p - 0.5))).toBeCloseTo(1, 10);
});

test('two degrees of freedom have a closed form', () => {
  for (const p of [0.001, 0.05, 0.25, 0.6, 0.9, 0.995, 0.9999])
    expect(studentQuantile(p, 2) / ((2 * p - 1) / Math.sqrt(2 * p * (1 - p)))).toBeCloseTo(1, 10);
  for (const t of [-5, -1, 0, 0.3, 2, 40])
    expect(studentCdf(t, 2)).toBeCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), 12);
});

test('quantiles agree with the table of the NIST/SEMATECH e-Handbook, section 1.3.6.7.2', () => {
  const table: readonly (readonly [
    df: number,
    p95: number,
    p975: number,
    p99: number,
    p995: number,
    p999: number,
  ])[] = [
    [1, 6.314, 12.706, 31.821, 63.657, 318.309],
    [2, 2.92, 4.303, 6.965, 9.925, 22.327],
    [3, 2.353, 3.182, 4.541, 5.841, 10.215],
    [5, 2.015, 2.571, 3.365, 4.032, 5.893],
    [10, 1.812, 2.228, 2.764, 3.169, 4.144],
    [20, 1.725, 2.086, 2.528, 2.845, 3.552],
    [30, 1.697, 2.042, 2.457, 2.75, 3.385],
    [100, 1.66, 1.984, 2.364, 2.626, 3.174],
  ];
  for (const [df, ...quantiles] of table)
    for (const [i, p] of [0.95, 0.975, 0.99, 0.995, 0.999].entries())
      expect(Math.abs(studentQuantile(p, df) - (quantiles[i] ?? 0))).toBeLessThan(0.0006);
});

test('many degrees of freedom approach the normal distribution', () => {
  expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959964, 5);
  expect(studentQuantile(0.995, 1e7)).toBeCloseTo(2.575829, 5);
});

test('the quantile undoes the distribution function, for any degrees of freedom', () => {
  const p = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
  const df = fc.double({ min: 1, max: 500, noNaN: true });
  fc.assert(
    fc.property(p, df, (share, degrees) => {
      expect(studentCdf(studentQuantile(share, degrees), degrees)).toBeCloseTo(share, 9);
      expect(studentQuantile(1 - share, degrees)).toBeCloseTo(-studentQuantile(share, degrees), 4);
    }),
    { numRuns: 200 },
  );
});

test('the far tail does not vanish, and infinity has none', () => {
  expect(studentTwoSided(50, 9)).toBeGreaterThan(0);
  expect(studentTwoSided(50, 9)).toBeLessThan(1e-10);
  expect(studentTwoSided(Number.POSITIVE_INFINITY, 9)).toBe(0);
  expect(studentTwoSided(0, 9)).toBeCloseTo(1, 12);
  expect(() => studentQuantile(1, 5)).toThrow(RangeError);
});
