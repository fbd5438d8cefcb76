// What a slice costs beside its operations: the intercept of a line through two sizes, and nothing where there is no line.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixedCost } from './fixed-cost.ts';

const at = (operations: number, ns: number) => ({ operations, ns });

test('two sizes on one line meet the axis at what both cost beside their operations', () => {
  expect(fixedCost(at(100, 3000), at(20, 1400))).toBe(1000);
  expect(fixedCost(at(8, 8 * 250), at(2, 2 * 250))).toBe(0);
});

test('any line gives back its own intercept, wherever on it the two sizes lie', () => {
  const whole = fc.integer({ min: 2, max: 1_000_000 });
  const cost = fc.integer({ min: 0, max: 1_000_000 });
  fc.assert(
    fc.property(whole, whole, cost, cost, (first, second, fixed, perOperation) => {
      fc.pre(first !== second);
      const [short, long] = [Math.min(first, second), Math.max(first, second)];
      const lineAt = (n: number) => at(n, fixed + perOperation * n);
      expect(fixedCost(lineAt(long), lineAt(short))).toBe(fixed);
    }),
  );
});

test('noise may bring it below zero, and it stays there: a bound would make the mean of many too large', () => {
  expect(fixedCost(at(10, 100), at(5, 40))).toBe(-20);
});

test('a short slice that takes no less than a long one costs nothing by the operation', () => {
  expect(fixedCost(at(10, 100), at(5, 100))).toBe(100);
});

test.each([
  ['the same size', 10, 10],
  ['a larger one', 10, 11],
  ['no size at all', 10, Number.NaN],
])('a short slice of %s makes no line', (_name, operations, short) => {
  expect(() => fixedCost(at(operations, 5), at(short, 3))).toThrow(RangeError);
});
