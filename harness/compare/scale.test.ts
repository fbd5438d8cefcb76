// Where verdicts begin: what a smallest effect of interest says about differences, about sameness, and about what a row could have found.
import { expect, test } from 'vitest';
import { excludesNone } from '../contract/excludes-none.ts';
import { bandOf, detectableBeyond, effectBand, reachesInto, sameBand } from './scale.ts';

const ratio = (minimumEffect: number) => ({ scale: 'ratio', minimumEffect }) as const;
const difference = (minimumEffect: number) => ({ scale: 'difference', minimumEffect }) as const;

test.each([
  // What nobody set, and what scenarios set that scatter more.
  [0.01, 0.03],
  [0.02, 0.03],
  [0.03, 0.03],
  // Less than the smallest effect is no difference, so it is the same.
  [0.05, 0.05],
  [0.4, 0.4],
  // A smaller effect asks for more.
  [0.002, 0.006],
])('a smallest effect of %f makes the margin of ratios %f', (effect, margin) => {
  const { low, high } = sameBand(ratio(effect));
  expect(high).toBeCloseTo(1 + margin, 12);
  expect(low).toBeCloseTo(1 - margin, 12);
});

test('the margin of differences is three times their smallest effect', () => {
  expect(sameBand(difference(100))).toEqual({ low: -300, high: 300 });
  expect(effectBand(difference(100))).toEqual({ low: -100, high: 100 });
});

test('no margin is narrower than the smallest effect, and no ratio is below zero', () => {
  for (const effect of [0, 0.001, 0.01, 0.04, 0.5, 1e6])
    for (const metric of [ratio(effect), difference(effect)]) {
      const [beyond, same] = [effectBand(metric), sameBand(metric)];
      expect(same.high).toBeGreaterThanOrEqual(beyond.high);
      expect(same.low).toBeLessThanOrEqual(beyond.low);
    }
  expect(bandOf({ scale: 'ratio' }, 1e6).low).toBe(0);
});

test('what could have been found is half an interval beyond what is not worth a word', () => {
  expect(detectableBeyond(ratio(0.01), Math.log(1.02), effectBand(ratio(0.01)))).toBeCloseTo(1.02 * 1.01, 12);
  expect(detectableBeyond(difference(50), 300, effectBand(difference(50)))).toBe(350);
});

test('an interval excludes no difference where it lies to one side of it', () => {
  expect([
    excludesNone('ratio', { low: 1.001, high: 2 }),
    excludesNone('ratio', { low: 0.9, high: 1.1 }),
  ]).toEqual([true, false]);
  expect([
    excludesNone('difference', { low: -9, high: -1 }),
    excludesNone('difference', { low: -1, high: 9 }),
  ]).toEqual([true, false]);
  expect(reachesInto('ratio', effectBand(ratio(0.05)))).toContain('too small to be called (5 %)');
  expect(reachesInto('difference', effectBand(difference(5)))).not.toContain('%');
});
