// The rules of the peers on numbers made by hand: each calls what its tool calls, in the right direction.
import { expect, test } from 'vitest';
import { compareRule, disjointRule, hyperfineRule, pyperfRule, pyperfValues, samplesRule } from './rules.ts';

const SHORT = [100, 101, 99, 100.5, 99.5];
const LONG = SHORT.map((value) => value + 5);

test.each([
  ['hyperfine', hyperfineRule],
  ['samples', samplesRule],
  ['compare.js', (a: readonly number[], b: readonly number[]) => compareRule(a, b, 0.01)],
  [
    'pyperf',
    (a: readonly number[], b: readonly number[]) =>
      pyperfRule(
        a.map((value) => [value]),
        b.map((value) => [value]),
      ),
  ],
] as const)('%s calls longer times slower, shorter ones faster, and equal ones nothing', (_, rule) => {
  expect(rule(SHORT, LONG)).toBe('slower');
  expect(rule(LONG, SHORT)).toBe('faster');
  expect(rule(SHORT, SHORT.toReversed())).toBe('none');
});

test('compare.js calls at 5 % what it does not call at 1 %', () => {
  const later = SHORT.map((value) => value + 1.3);
  expect(compareRule(SHORT, later, 0.05)).toBe('slower');
  expect(compareRule(SHORT, later, 0.01)).toBe('none');
});

test('margins of error that touch call nothing, and those that do not call the mean that is higher', () => {
  expect(disjointRule({ mean: 100, rme: 3 }, { mean: 105, rme: 3 })).toBe('none');
  expect(disjointRule({ mean: 100, rme: 1 }, { mean: 105, rme: 1 })).toBe('slower');
  expect(disjointRule({ mean: 105, rme: 1 }, { mean: 100, rme: 1 })).toBe('faster');
});

test('pyperf drops the first part of a process and takes the means of the others', () => {
  expect(pyperfValues([90, 90, 1, 3, 5, 7, 10, 10], 3)).toEqual([2, 6, 10]);
});

test('a process with fewer slices than values is refused', () => {
  expect(() => pyperfValues([1, 2, 3], 3)).toThrow(/too few/);
});
