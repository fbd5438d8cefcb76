// Moderated variances against SciPy, and each of the guards that keep a row from borrowing what is not its own.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitVariancePrior, MINIMUM_GROUP, moderateVariances } from './moderated-variance.ts';
import type { RowVariance } from './moderated-variance.ts';
import { normals } from './simulate-levels.ts';
import { seededXoshiro } from './xoshiro.ts';

interface Case {
  readonly variances: readonly number[];
  readonly df: readonly number[];
  readonly prior: { readonly variance: number; readonly df: number | null };
  readonly moderated: readonly (readonly [variance: number, df: number])[];
}
const cases = JSON.parse(
  readFileSync(new URL('vectors/moderated.json', import.meta.url), 'utf8'),
) as readonly Case[];

function rowsOf(variances: readonly number[], df: readonly number[]): RowVariance[] {
  return variances.map((variance, index) => ({ variance, degreesOfFreedom: df[index] ?? 0 }));
}

test('prior and moderated rows are those of SciPy, with equal and unequal degrees of freedom', () => {
  expect(cases.some(({ prior }) => prior.df === null)).toBe(true);
  expect(cases.some(({ prior, df }) => prior.df !== null && new Set(df).size > 1)).toBe(true);
  for (const { variances, df, prior, moderated } of cases) {
    const found = fitVariancePrior(rowsOf(variances, df));
    expect(found.variance / prior.variance).toBeCloseTo(1, 10);
    if (prior.df === null) expect(found.degreesOfFreedom).toBe(Number.POSITIVE_INFINITY);
    else expect(found.degreesOfFreedom / prior.df).toBeCloseTo(1, 8);
    for (const [index, row] of moderateVariances(rowsOf(variances, df)).entries()) {
      expect(row.variance / (moderated[index]?.[0] ?? 0)).toBeCloseTo(1, 9);
      expect(row.degreesOfFreedom / (moderated[index]?.[1] ?? 0)).toBeCloseTo(1, 8);
    }
  }
});

test('a prior is found again in many rows drawn from it', () => {
  const normal = normals(seededXoshiro(7));
  const chiSquare = (d: number): number =>
    Array.from({ length: d }, normal).reduce((sum, value) => sum + value ** 2, 0);
  const rows = Array.from({ length: 8_000 }, (_, index): RowVariance => {
    const d = [5, 8, 13][index % 3] ?? 5;
    return { variance: ((4 * 10) / chiSquare(10)) * (chiSquare(d) / d), degreesOfFreedom: d };
  });
  const { variance, degreesOfFreedom } = fitVariancePrior(rows);
  expect(Math.abs(variance / 4 - 1)).toBeLessThan(0.03);
  expect(Math.abs(degreesOfFreedom / 10 - 1)).toBeLessThan(0.15);
});

const equal = rowsOf([1, 1.1, 0.9, 1.05, 0.95, 1, 1], [7, 7, 7, 7, 7, 7, 7]);

test('a quiet group borrows a quarter of what the others know, and no more', () => {
  for (const row of moderateVariances(equal)) expect(row.borrowed).toBeLessThanOrEqual((6 * 7) / 4);
  expect(moderateVariances(equal)[2]?.borrowed).toBeCloseTo(10.5, 10);
});

test('a row that is noisier than its group borrows next to nothing and keeps its variance', () => {
  const [noisy] = moderateVariances([{ variance: 25, degreesOfFreedom: 7 }, ...equal.slice(1)]);
  expect(noisy?.variance).toBe(25);
  expect(noisy?.borrowed).toBeLessThan(1);
});

test('a row that agrees too well gets the variance of its group', () => {
  const [calm] = moderateVariances([{ variance: 0.15, degreesOfFreedom: 7 }, ...equal.slice(1)]);
  expect(calm?.variance).toBeGreaterThan(0.5);
});

const alone = ({ variance, degreesOfFreedom }: RowVariance) => ({ variance, degreesOfFreedom, borrowed: 0 });

test('fewer than four rows stand alone, and so do rows of which most do not scatter', () => {
  const few = equal.slice(0, MINIMUM_GROUP - 1);
  expect(moderateVariances(few)).toEqual(few.map(alone));
  const still = rowsOf([0, 0, 0, 1], [7, 7, 7, 7]);
  expect(moderateVariances(still)).toEqual(still.map(alone));
  expect(moderateVariances([])).toEqual([]);
});

test('no variance is below the floor, in a group or alone', () => {
  const copies = rowsOf([0, 0, 0, 0, 0], [5, 5, 5, 5, 5]);
  for (const rows of [copies, copies.slice(0, 2)])
    for (const row of moderateVariances(rows, 2.5e-7)) {
      expect(row.variance).toBeGreaterThanOrEqual(2.5e-7);
      expect(row.variance).toBeLessThan(3e-7);
    }
  const one = moderateVariances([{ variance: 0, degreesOfFreedom: 7 }, ...equal.slice(1)]);
  expect(one.every(({ variance, borrowed }) => variance > 0 && Number.isFinite(borrowed))).toBe(true);
});

test('nothing ever becomes smaller, and the unit does not matter', () => {
  const rows = fc.array(
    fc.record({
      variance: fc.double({ min: 1e-6, max: 10, noNaN: true }),
      degreesOfFreedom: fc.integer({ min: 1, max: 40 }),
    }),
    { minLength: 2, maxLength: 9 },
  );
  fc.assert(
    fc.property(rows, (group) => {
      const moderated = moderateVariances(group);
      const scaled = moderateVariances(group.map((row) => ({ ...row, variance: 1e6 * row.variance })));
      for (const [index, row] of moderated.entries()) {
        const own = group[index];
        expect(row.variance).toBeGreaterThanOrEqual(own?.variance ?? 0);
        expect(row.degreesOfFreedom).toBeGreaterThanOrEqual(own?.degreesOfFreedom ?? 0);
        expect((scaled[index]?.variance ?? 0) / row.variance / 1e6).toBeCloseTo(1, 6);
        expect((scaled[index]?.degreesOfFreedom ?? 0) / row.degreesOfFreedom).toBeCloseTo(1, 6);
      }
    }),
  );
});

test('what is no variance is refused', () => {
  for (const variance of [-1, Number.NaN])
    expect(() => moderateVariances([{ variance, degreesOfFreedom: 5 }])).toThrow(RangeError);
  expect(() => moderateVariances([{ variance: 1, degreesOfFreedom: 0 }])).toThrow(RangeError);
  expect(() => fitVariancePrior(equal.slice(0, 1))).toThrow(RangeError);
});
