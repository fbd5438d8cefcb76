// Classes of synthetic courses of one process.
import { expect, test } from 'vitest';
import { steadyState } from './steady-state.ts';
import { drawn, seededNormals, seededUniforms } from '../testing/seeded-normals.ts';

const TRIALS = 500;
const LENGTHS = [24, 60, 200];

/** The share of noisy courses that get this class. */
function share(wanted: string, length: number, spread: number, course: (at: number) => number): number {
  const normal = seededNormals(length);
  const classes = drawn(TRIALS, () =>
    steadyState(drawn(length, (i) => 1000 * course(i / length) * Math.exp(spread * normal()))),
  );
  return classes.filter((found) => found === wanted).length / TRIALS;
}

test('a level with any noise is flat in at least 99 of 100 processes', () => {
  for (const length of LENGTHS)
    for (const spread of [0, 0.01, 0.05, 0.2, 0.6])
      expect([length, spread, share('flat', length, spread, () => 1) >= 0.99]).toEqual([
        length,
        spread,
        true,
      ]);
});

test('a level with rare slices of several times the cost is flat: that is what collectors do', () => {
  const uniform = seededUniforms(3);
  const flat = drawn(TRIALS, () =>
    steadyState(drawn(60, () => (1 + 0.02 * uniform()) * (uniform() < 0.1 ? 4 : 1))),
  ).filter((found) => found === 'flat');
  expect(flat.length).toBe(TRIALS);
});

test('a level that still falls is warm-up, whether in one step or slowly', () => {
  for (const length of LENGTHS) {
    expect(share('warm-up', length, 0.02, (at) => (at < 0.3 ? 1.3 : 1))).toBeGreaterThan(0.99);
    expect(share('warm-up', length, 0.02, (at) => 1 + 0.5 * Math.exp(-6 * at))).toBeGreaterThan(0.99);
    expect(share('warm-up', length, 0.01, (at) => 1.2 - 0.2 * at)).toBeGreaterThan(0.98);
  }
});

test('a level that rises is a slowdown', () => {
  for (const length of LENGTHS) {
    expect(share('slowdown', length, 0.02, (at) => (at < 0.6 ? 1 : 1.3))).toBeGreaterThan(0.99);
    expect(share('slowdown', length, 0.01, (at) => 1 + 0.2 * at)).toBeGreaterThan(0.98);
  }
});

test('a level that rises and falls again has no steady segment', () => {
  for (const length of LENGTHS) {
    expect(share('none', length, 0.02, (at) => (at > 0.25 && at < 0.5 ? 1.4 : 1))).toBeGreaterThan(0.99);
  }
});

test('a wave has none either, once there are enough values to see it', () => {
  expect(share('none', 200, 0.02, (at) => 1 + 0.3 * Math.cos(2 * Math.PI * at))).toBeGreaterThan(0.99);
});

test('movements below 5 % are none, and so are those that drown in noise', () => {
  expect(share('flat', 200, 0.002, (at) => 1.03 - 0.03 * at)).toBe(1);
  expect(share('flat', 60, 0.5, (at) => 1.1 - 0.1 * at)).toBeGreaterThan(0.98);
  expect(steadyState(drawn(40, (i) => (i < 20 ? 104 : 100)))).toBe('flat');
  expect(steadyState(drawn(40, (i) => (i < 20 ? 106 : 100)))).toBe('warm-up');
});

test('too few values have no class, and a cost of zero is refused', () => {
  expect(steadyState(drawn(23, () => 1))).toBeNull();
  expect(steadyState(drawn(24, () => 1))).toBe('flat');
  expect(() => steadyState(drawn(30, (i) => i))).toThrow(RangeError);
});
