// Values with one middle must not be split, values with two must be.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { criticalSeparation, modesOf } from './modality.ts';
import { drawn, seededNormals, seededUniforms } from '../testing/seeded-normals.ts';

const TRIALS = 2000;
const SIZES = [6, 7, 8, 10, 13, 20, 30, 60];

/** How often samples of this size are split. */
function splits(count: number, draw: (index: number) => number): number {
  return drawn(TRIALS, () => modesOf(drawn(count, draw), 'ratio')).filter((modes) => modes.length === 2)
    .length;
}

test('normal and lognormal values, narrow and wide, are split in fewer than one of a hundred samples', () => {
  for (const [seed, count] of SIZES.entries()) {
    const normal = seededNormals(seed);
    for (const spread of [0.01, 0.15]) {
      expect(splits(count, () => 100 * (1 + spread * normal()))).toBeLessThan(0.01 * TRIALS);
      expect(splits(count, () => 100 * Math.exp(4 * spread * normal()))).toBeLessThan(0.01 * TRIALS);
    }
  }
});

test('nor are values with one outlier, or with heavy tails', () => {
  for (const [seed, count] of SIZES.entries()) {
    const normal = seededNormals(seed + 50);
    const uniform = seededUniforms(seed + 50);
    for (const outlier of [1.1, 3])
      expect(splits(count, (i) => (1 + 0.01 * normal()) * (i === 0 ? outlier : 1))).toBeLessThan(
        0.01 * TRIALS,
      );
    const laplace = (): number => Math.exp(0.05 * (uniform() < 0.5 ? -1 : 1) * Math.log(1 / uniform()));
    expect(splits(count, laplace)).toBeLessThan(0.01 * TRIALS);
  }
});

test('the two hardest shapes with one hump, a box and a one-sided tail, stay near one of a hundred', () => {
  for (const [seed, count] of SIZES.entries()) {
    const uniform = seededUniforms(seed + 90);
    expect(splits(count, () => Math.exp(uniform()))).toBeLessThan(0.02 * TRIALS);
    expect(splits(count, () => Math.exp(0.1 * Math.log(1 / uniform())))).toBeLessThan(0.025 * TRIALS);
  }
});

test('two layouts 13 % apart at a spread of 1 % are found from eight values on', () => {
  for (const [count, share] of [
    [8, 0.94],
    [10, 0.99],
    [20, 0.999],
    [60, 0.999],
  ] as const) {
    const normal = seededNormals(count);
    const found = splits(count, (i) => Math.exp((i % 2 === 0 ? 0 : 0.13) + 0.01 * normal()));
    expect([count, found / TRIALS >= share]).toEqual([count, true]);
  }
});

test('a mode of three in ten is found with its share and its median', () => {
  const values = [100, 101, 99, 100.5, 99.5, 100, 100.2, 114, 113, 113.5];
  expect(modesOf(values, 'ratio')).toEqual([
    { value: 100, share: 0.7 },
    { value: 113.5, share: 0.3 },
  ]);
});

test('modes nearer than 2 % are one on a ratio scale, and two as differences', () => {
  const values = [1000, 1000.1, 999.9, 1000, 1010, 1010.1, 1009.9, 1010];
  expect(modesOf(values, 'ratio')).toEqual([{ value: expect.closeTo(1005, 0), share: 1 }]);
  expect(modesOf(values, 'difference')).toHaveLength(2);
});

test('differences may be negative, and the slices of one process may be many', () => {
  const normal = seededNormals(7);
  const lateness = drawn(200, (i) => (i % 3 === 0 ? -900 : 100) + 20 * normal());
  expect(modesOf(lateness, 'difference')).toEqual([
    { value: expect.closeTo(-900, -2), share: expect.closeTo(1 / 3, 1) },
    { value: expect.closeTo(100, -2), share: expect.closeTo(2 / 3, 1) },
  ]);
});

test('few values, equal values and two values alone have defined answers', () => {
  expect(modesOf([], 'ratio')).toEqual([]);
  expect(modesOf([1, 1, 9, 9, 9], 'ratio')).toEqual([{ value: 9, share: 1 }]);
  expect(modesOf([5, 5, 5, 5, 5, 5], 'ratio')).toEqual([{ value: 5, share: 1 }]);
  expect(modesOf([1e9 + 1, 1e9 + 1, 1e9 + 1, 1e9, 1e9, 1e9], 'ratio')).toHaveLength(1);
  expect(modesOf([5, 5, 5, 6, 6, 6], 'ratio')).toEqual([
    { value: 5, share: 0.5 },
    { value: 6, share: 0.5 },
  ]);
  expect(() => modesOf([1, 2, 3, 0, 5, 6], 'ratio')).toThrow(RangeError);
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => modesOf([1, 2, 3, bad, 5, 6], 'difference')).toThrow(RangeError);
});

test('the order and the unit of the values do not matter, and the shares add up to one', () => {
  const list = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 6, maxLength: 40 });
  fc.assert(
    fc.property(list, (values) => {
      const modes = modesOf(values, 'ratio');
      expect(modes.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(modesOf(values.toReversed(), 'ratio')).toEqual(modes);
      expect(
        modesOf(
          values.map((value) => value * 1024),
          'ratio',
        ).map(({ share }) => share),
      ).toEqual(modes.map(({ share }) => share));
    }),
  );
});

test('the critical values are those of the script', () => {
  const { critical } = JSON.parse(
    readFileSync(new URL('vectors/modality.json', import.meta.url), 'utf8'),
  ) as {
    readonly critical: readonly (readonly [number, number])[];
  };
  for (const [n, separation] of critical) expect([n, criticalSeparation(n)]).toEqual([n, separation]);
  expect(criticalSeparation(13)).toBe(criticalSeparation(12));
  expect(criticalSeparation(5)).toBe(Number.POSITIVE_INFINITY);
});
