// The error of each look against SciPy's recursive integration and against importance sampling, also where the clock ends between two looks.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LOOKS, lookError, nextLook } from './group-sequential.ts';
import { chanceOfAnyMiss } from './simulate-looks.ts';

interface Vectors {
  readonly looks: readonly number[];
  readonly shares: readonly (readonly [error: number, share: number])[];
  readonly held: readonly {
    readonly error: number;
    readonly d0: number;
    readonly anyMiss: number;
    readonly adversary: number;
  }[];
}
const vectors = JSON.parse(readFileSync(new URL('vectors/looks.json', import.meta.url), 'utf8')) as Vectors;

/** Of the total error. */
function shareThatMisses(looks: readonly number[], error: number, borrowed: number, replicates = 1000) {
  const errors = looks.map(() => lookError(error));
  const { chance, standardError } = chanceOfAnyMiss({ looks, errors, borrowed, replicates, seed: 4711 });
  return { share: chance / error, spread: standardError / error };
}

test('schedule and table are those of scripts/stats-vectors-3.py', () => {
  expect(vectors.looks).toEqual(LOOKS);
  for (const [error, share] of vectors.shares) expect(lookError(error) / error).toBeCloseTo(share, 10);
});

test('sampling finds the chance that integration found, with and without a prior', () => {
  expect(vectors.held.map(({ error }) => error)).toContain(2e-4);
  for (const { error, d0, anyMiss } of vectors.held.filter((row) => row.d0 === 0 || row.d0 === 12)) {
    const { share, spread } = shareThatMisses(LOOKS, error, d0, 200);
    expect(Math.abs(share - anyMiss)).toBeLessThan(4 * spread);
  }
});

test.each([0.05, 0.01, 1.7e-4, 3e-6])(
  'the looks together miss at most %f, and use nearly all of it',
  (error) => {
    const { share, spread } = shareThatMisses(LOOKS, error, 0);
    expect(share).toBeLessThan(1 + 4 * spread);
    expect(share).toBeGreaterThan(0.97 - 4 * spread);
  },
);

test('sampling sees a level that is too mild', () => {
  const errors = LOOKS.map(() => 1.1 * lookError(1e-3));
  const { chance } = chanceOfAnyMiss({ looks: LOOKS, errors, borrowed: 0, replicates: 3000, seed: 1 });
  expect(chance).toBeGreaterThan(1.07e-3);
});

test('a run that the clock ends between two looks, or before the first, misses no more often', () => {
  for (const looks of [
    [6],
    [8, 9],
    [8, 11],
    [8, 12, 13],
    [8, 12, 18, 20],
    [8, 12, 18, 27, 28],
    [8, 12, 18, 27, 39],
  ])
    for (const borrowed of [0, 12]) {
      const { share, spread } = shareThatMisses(looks, 1.7e-4, borrowed, 300);
      expect(share).toBeLessThan(1 + 4 * spread);
    }
});

test('an adversary who picks the end at the look before is known, and stays below 1.5 times the error', () => {
  for (const { anyMiss, adversary } of vectors.held) {
    expect(adversary).toBeGreaterThan(anyMiss);
    expect(adversary).toBeLessThan(1.5);
  }
});

test('between the errors of the table the share lies between theirs, and beyond them the stricter holds', () => {
  let last = 1 / LOOKS.length;
  for (let power = -9; power < -0.1; power += 0.05) {
    const share = lookError(10 ** power) / 10 ** power;
    expect(share).toBeGreaterThanOrEqual(last - 1e-12);
    last = share;
  }
  expect(lookError(1e-9)).toBeCloseTo(0.2e-9, 15);
  expect(lookError(0.3) / 0.3).toBe(0.2899);
  for (const error of [0, 1, -1, Number.NaN]) expect(() => lookError(error)).toThrow(RangeError);
});

test('the next look is the first that has more pairs', () => {
  expect([0, 7, 8, 12, 39].map((pairs) => nextLook(pairs))).toEqual([8, 8, 12, 18, 40]);
  expect([40, 41].map((pairs) => nextLook(pairs))).toEqual([null, null]);
});
