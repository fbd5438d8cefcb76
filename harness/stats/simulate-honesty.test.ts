// The simulation of whole runs, coarsely: that it counts what a rule does wrong, and that a rule which is wrong is seen.
import { expect, test } from 'vitest';
import { lookError, LOOKS } from './group-sequential.ts';
import { BLOCKS, simulateHonesty } from './simulate-honesty.ts';
import type { HonestyRule } from './simulate-honesty.ts';
import { KINDS } from './simulated-pairs.ts';

const errors = { primary: 0.008 / 49, other: 0.002 / 49 };
const everyLook: HonestyRule = {
  pilot: LOOKS[0] ?? 0,
  looks: LOOKS,
  errors: { primary: lookError(errors.primary), other: lookError(errors.other) },
  moderated: true,
  budget: Number.POSITIVE_INFINITY,
};
const [[, normal] = []] = Object.entries(KINDS);
if (normal === undefined) throw new Error('no kind of data');

function simulated(rule: Partial<HonestyRule>, runs = 20, kind = normal) {
  if (kind === undefined) throw new Error('no such kind of data');
  return simulateHonesty({ rule: { ...everyLook, ...rule }, kind, runs, seed: 5 });
}

test('a rule without a budget gives every block with an undecided row all looks', () => {
  const { rows, primaryRows, pairs, runs, primaryUndecided, rowsWithMiss } = simulated({}, 8);
  expect([rows, primaryRows]).toEqual([98 * runs, 49 * runs]);
  expect(pairs).toBeGreaterThan(LOOKS.at(-1) ?? 0);
  expect(pairs / runs / BLOCKS.length).toBeGreaterThan(20);
  expect(primaryUndecided).toBeLessThan(primaryRows);
  expect(rowsWithMiss).toBeLessThan(5);
});

test('no time beyond the pilot is the pilot, and a budget is not exceeded by a pair', () => {
  expect(simulated({ budget: 0 }).pairs).toBe(20 * 8 * BLOCKS.length);
  const { pairs, runs } = simulated({ budget: 84 });
  expect(pairs / runs / BLOCKS.length).toBeGreaterThan(11);
  expect(pairs / runs / BLOCKS.length).toBeLessThan(13);
});

test('the same seed gives the same counts', () => {
  expect(simulated({ budget: 70 }, 10)).toEqual(simulated({ budget: 70 }, 10));
});

test('five looks at 95 % miss in every run, and say so', () => {
  const { runs, runsWithMiss, rowsWithMiss, runsWithFalseVerdict } = simulated({
    errors: { primary: 0.05, other: 0.05 },
  });
  expect(runsWithMiss).toBe(runs);
  expect(rowsWithMiss / runs / 98).toBeGreaterThan(0.08);
  expect(runsWithFalseVerdict).toBeGreaterThan(runs / 2);
});

test('six pairs that each know their own variance only are wider than eight that know each other', () => {
  const alone = simulated({ pilot: 6, looks: [6], moderated: false, budget: 0 });
  const together = simulated({ budget: 0 });
  expect(alone.meanLogHalfWidth - together.meanLogHalfWidth).toBeGreaterThan(Math.log(1.4));
});

test.each(Object.entries(KINDS))('%s: pairs of the promised size around their truth', (_, kind) => {
  const wide = simulated({ budget: 0, errors: { primary: 1e-9, other: 1e-9 } }, 10, kind);
  expect(wide.rowsWithMiss).toBe(0);
  const narrow = simulated({ budget: 0, errors: { primary: 0.5, other: 0.5 } }, 10, kind);
  const share = narrow.rowsWithMiss / narrow.rows;
  expect(share).toBeGreaterThan(0.3);
  expect(share).toBeLessThan(0.55);
});
