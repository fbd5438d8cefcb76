// The limits on contrary pairs, by exact reckoning: whatever the shape of the pairs, they rarely let a coin pass.
import { expect, test } from 'vitest';
import {
  INTERIM_ANALYSES,
  analysesWithin,
  mostContrary,
  nextAnalysis,
  objectionTo,
} from './interim-analyses.ts';

/** The chance that a fair coin, looked at by schedule from look `from` on, is ever within the limit on either side. */
function chanceToPass(from: number): number {
  let heads = [1];
  let passed = 0;
  for (let tosses = 1; tosses <= 48; tosses++) {
    const before = heads;
    heads = Array.from(
      { length: tosses + 1 },
      (_, count) => ((before[count] ?? 0) + (before[count - 1] ?? 0)) / 2,
    );
    if (!INTERIM_ANALYSES.includes(tosses) || tosses < from) continue;
    const limit = mostContrary(tosses);
    for (const [count, chance] of heads.entries()) {
      if (Math.min(count, tosses - count) > limit) continue;
      passed += chance;
      heads[count] = 0;
    }
  }
  return passed;
}

test('from the second look on, a fair coin passes in less than one of a hundred sequences', () => {
  expect(chanceToPass(8)).toBeCloseTo(0.0093, 4);
});

test('at the first look it would pass three times as often: hence the wait for what has the size of a layout', () => {
  expect(chanceToPass(6)).toBeGreaterThan(0.03);
  const values = [1, 1, 1, 1, 1, 1];
  expect(objectionTo(values, 0.13)).toContain('memory layout');
  expect(objectionTo(values, -0.13)).toContain('6 of 6 pairs point the other way');
  for (const estimate of [0.05, 0.7]) expect(objectionTo(values, estimate)).toBeNull();
});

test('a pair at zero points nowhere and counts against both sides', () => {
  expect(objectionTo([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0], 0.1)).toContain('1 of 8');
});

test('looks are those of the schedule that were reached', () => {
  expect(analysesWithin(5)).toEqual([]);
  expect(analysesWithin(14)).toEqual([6, 8, 11]);
  expect(analysesWithin(1000)).toEqual(INTERIM_ANALYSES);
  expect([nextAnalysis(6), nextAnalysis(7), nextAnalysis(48)]).toEqual([8, 8, null]);
  expect(() => mostContrary(7)).toThrow(RangeError);
});
