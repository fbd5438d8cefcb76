// The confidence sequence against an independent integration, and with a look after every pair.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { eValue } from '../testing/e-value.ts';
import { confidenceSequence } from './e-process.ts';
import { pairedInterval } from './paired-interval.ts';
import { drawn, seededNormals, seededUniforms } from '../testing/seeded-normals.ts';

interface Case {
  readonly values: readonly number[];
  readonly g: number;
  readonly e: number;
}
const cases = JSON.parse(
  readFileSync(new URL('vectors/e-process.json', import.meta.url), 'utf8'),
) as readonly Case[];

const MOST_PAIRS = 500;

/** The first number of pairs after which the sequence excludes `truth`, or null. */
function firstExclusion(values: readonly number[], truth: number, alpha: number): number | null {
  for (let n = 2; n <= values.length; n++) {
    const interval = confidenceSequence(values.slice(0, n), alpha);
    if (interval !== null && (interval.low > truth || interval.high < truth)) return n;
  }
  return null;
}

test('e-values agree with an integration over the prior by SciPy', () => {
  expect(cases.length).toBeGreaterThan(30);
  for (const { values, g, e } of cases) expect(eValue(values, 0, g) / e).toBeCloseTo(1, 6);
});

test('the interval holds exactly the values whose e-value is below 1 / alpha', () => {
  const list = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 6, maxLength: 60 });
  fc.assert(
    fc.property(list, fc.constantFrom(0.01, 0.05), (values, alpha) => {
      const interval = confidenceSequence(values, alpha);
      fc.pre(interval !== null && interval.halfWidth > 1e-6);
      if (interval === null) return;
      const { estimate, halfWidth } = interval;
      expect(eValue(values, estimate + 0.999 * halfWidth, 3)).toBeLessThan(1 / alpha);
      expect(eValue(values, estimate - 1.001 * halfWidth, 3)).toBeGreaterThan(1 / alpha);
    }),
  );
});

test('looking after every pair up to 500 excludes the truth in no more than the promised share of series', () => {
  for (const alpha of [0.01, 0.05]) {
    const series = 300;
    const normal = seededNormals(17);
    let wrong = 0;
    for (let i = 0; i < series; i++)
      if (
        firstExclusion(
          drawn(MOST_PAIRS, () => 0.02 + 0.01 * normal()),
          0.02,
          alpha,
        ) !== null
      )
        wrong++;
    expect(wrong).toBeLessThanOrEqual(alpha * series);
  }
});

test('the same with an interval of fixed size is wrong far more often: the guard of the test above', () => {
  const normal = seededNormals(17);
  let wrong = 0;
  for (let i = 0; i < 50; i++) {
    const values = drawn(200, normal);
    const looks = drawn(190, (look) => pairedInterval(values.slice(0, look + 10), 0.95));
    if (looks.some(({ low, high }) => low > 0 || high < 0)) wrong++;
  }
  expect(wrong).toBeGreaterThan(8);
});

test('heavy tails make it careful, not bold', () => {
  const uniform = seededUniforms(5);
  const laplace = (): number => {
    const u = uniform() - 0.5;
    return -Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
  };
  let wrong = 0;
  for (let i = 0; i < 200; i++) if (firstExclusion(drawn(200, laplace), 0, 0.05) !== null) wrong++;
  expect(wrong).toBeLessThanOrEqual(10);
});

test('a change of 3 % at a spread of 1 % is seen within 12 pairs, nearly always', () => {
  const normal = seededNormals(3);
  const needed = drawn(200, () =>
    firstExclusion(
      drawn(20, () => 0.03 + 0.01 * normal()),
      0,
      0.01,
    ),
  );
  expect(needed.filter((n) => n !== null && n <= 12).length).toBeGreaterThan(190);
});

test('what too few pairs can not say is null, and what no spread says is a point', () => {
  expect(confidenceSequence([], 0.01)).toBeNull();
  expect(confidenceSequence([1], 0.01)).toBeNull();
  expect(confidenceSequence([1, 2, 3, 4, 5], 0.001)).toBeNull();
  expect(confidenceSequence([1, 2, 3, 4, 5, 6], 0.01)).not.toBeNull();
  expect(confidenceSequence([2, 2, 2, 2, 2, 2], 0.01)).toMatchObject({ low: 2, high: 2 });
  expect(eValue([3], 0)).toBe(1);
  expect(eValue([3, 3], 3)).toBeLessThan(1);
  expect(() => confidenceSequence([1, 2], 0)).toThrow(RangeError);
});
