// The sign-flip test against SciPy's permutation test, by hand, and by what a p-value must do.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normals } from './simulate-levels.ts';
import { signFlipP, smallestFlipP } from './sign-flip.ts';
import { seededXoshiro } from './xoshiro.ts';

interface Case {
  readonly values: readonly number[];
  readonly flipTrimmed?: number;
  readonly flipMean?: number;
}
const { cases } = JSON.parse(readFileSync(new URL('vectors/scipy.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

test('up to twelve values it is exact, as SciPy is', () => {
  const exact = cases.filter(({ flipMean }) => flipMean !== undefined);
  expect(exact.length).toBeGreaterThan(20);
  for (const { values, flipTrimmed, flipMean } of exact) {
    expect(signFlipP(values, 'trim25')).toBeCloseTo(flipTrimmed ?? -1, 12);
    expect(signFlipP(values, 'mean')).toBeCloseTo(flipMean ?? -1, 12);
  }
});

test('values that all point one way reach the smallest p there is', () => {
  for (const count of [1, 2, 3, 6, 8, 11, 12]) {
    const values = Array.from({ length: count }, (_, index) => 1 + index / 100);
    for (const kind of ['trim25', 'mean'] as const)
      expect(signFlipP(values, kind)).toBeCloseTo(smallestFlipP(count, kind), 12);
  }
  expect(smallestFlipP(6, 'mean')).toBe(2 / 64);
  expect(smallestFlipP(6, 'trim25')).toBe(4 / 64);
});

describe('beyond twelve values it samples', () => {
  const normal = normals(seededXoshiro(3));
  const values = Array.from({ length: 20 }, () => normal() + 0.4);

  test('with a seed: the same p each time, nearly the same p from another seed', () => {
    const p = signFlipP(values, 'mean');
    expect(signFlipP(values, 'mean')).toBe(p);
    const other = signFlipP(values, 'mean', 99);
    expect(other).not.toBe(p);
    expect(Math.abs(other - p)).toBeLessThan(0.02);
  });

  test('a clear shift has the smallest p that a sample can show, never zero', () => {
    const clear = values.map((value) => value + 50);
    for (const kind of ['trim25', 'mean'] as const) {
      expect(signFlipP(clear, kind)).toBeGreaterThan(0);
      expect(signFlipP(clear, kind)).toBeLessThanOrEqual(smallestFlipP(20, kind) + 3e-4);
    }
  });
});

test('where nothing differs p is one: no values, zeros, and pairs that balance', () => {
  expect(signFlipP([], 'mean')).toBe(1);
  expect(signFlipP([0, 0, 0], 'trim25')).toBe(1);
  expect(
    signFlipP(
      Array.from({ length: 30 }, () => 0),
      'trim25',
    ),
  ).toBe(1);
  expect(signFlipP([-2, 2], 'mean')).toBe(1);
});

test('what is not finite is refused', () => {
  expect(() => signFlipP([1, Number.NaN], 'mean')).toThrow(RangeError);
  expect(() => signFlipP([1, Number.NEGATIVE_INFINITY], 'trim25')).toThrow(RangeError);
});

test('of equal sides it is small as rarely as it says', () => {
  const normal = normals(seededXoshiro(17));
  const small = Array.from({ length: 1000 }, () =>
    signFlipP(
      Array.from({ length: 8 }, () => normal()),
      'mean',
    ),
  ).filter((p) => p <= 0.05).length;
  expect(small).toBeGreaterThan(20);
  expect(small).toBeLessThan(80);
});
