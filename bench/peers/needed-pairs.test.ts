// Numbers of pairs against the exact ones of power tables for the paired t test.
import { expect, test } from 'vitest';
import { neededPairs, powerOf } from './needed-pairs.ts';

test.each([
  { pairSd: 1 / 0.5, falseAlarms: 0.05, power: 0.8, exact: 34 },
  { pairSd: 1 / 0.5, falseAlarms: 0.05, power: 0.95, exact: 54 },
  { pairSd: 1 / 0.2, falseAlarms: 0.05, power: 0.95, exact: 327 },
])('$exact pairs for $power power, give or take one', ({ exact, ...demand }) => {
  const pairs = neededPairs({ effect: 1, ...demand }) ?? 0;
  expect(Math.abs(pairs - exact)).toBeLessThanOrEqual(1);
});

test('fewer false alarms and a larger spread cost pairs', () => {
  const demand = { effect: 0.05, pairSd: 0.1, falseAlarms: 0.05, power: 0.95 };
  const pairs = neededPairs(demand) ?? 0;
  expect(neededPairs({ ...demand, falseAlarms: 0.01 })).toBeGreaterThan(pairs);
  expect(neededPairs({ ...demand, pairSd: 0.2 })).toBeGreaterThan(pairs);
  expect(powerOf(pairs, demand)).toBeGreaterThanOrEqual(0.95);
  expect(powerOf(pairs - 1, demand)).toBeLessThan(0.95);
});

test('what not even a million pairs can see has no number', () => {
  expect(neededPairs({ effect: 1e-6, pairSd: 1, falseAlarms: 0.01, power: 0.95 })).toBeNull();
});
