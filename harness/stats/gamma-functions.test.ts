// Digamma, trigamma and its inverse against mpmath, against each other, and where they are not defined.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { digamma, inverseTrigamma, trigamma } from './gamma-functions.ts';

interface Vectors {
  readonly functions: readonly { readonly x: number; readonly digamma: number; readonly trigamma: number }[];
  readonly inverse: readonly { readonly y: number; readonly x: number }[];
}
const vectors = JSON.parse(readFileSync(new URL('vectors/gamma.json', import.meta.url), 'utf8')) as Vectors;

/** Relative where the value is large; near digamma's zero only the absolute error means anything. */
function off(found: number, known: number): number {
  return Math.abs(found - known) / Math.max(1, Math.abs(known));
}

test('they are those of mpmath to 1e-12', () => {
  expect(vectors.functions.length).toBeGreaterThan(10);
  for (const { x, digamma: first, trigamma: second } of vectors.functions) {
    expect(off(digamma(x), first)).toBeLessThan(1e-12);
    expect(Math.abs(trigamma(x) / second - 1)).toBeLessThan(1e-12);
  }
});

test('known values: Euler, pi', () => {
  expect(digamma(1)).toBeCloseTo(-0.577_215_664_901_532_9, 14);
  expect(digamma(0.5)).toBeCloseTo(-0.577_215_664_901_532_9 - 2 * Math.LN2, 14);
  expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 14);
  expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 13);
});

test('the inverse is that of mpmath to 1e-12', () => {
  expect(vectors.inverse.length).toBeGreaterThan(8);
  for (const { y, x } of vectors.inverse) expect(Math.abs(inverseTrigamma(y) / x - 1)).toBeLessThan(1e-12);
});

test('the inverse undoes trigamma over thirty powers of ten', () => {
  fc.assert(
    fc.property(fc.double({ min: -15, max: 15, noNaN: true }), (power) => {
      const x = 10 ** power;
      expect(Math.abs(inverseTrigamma(trigamma(x)) / x - 1)).toBeLessThan(1e-12);
    }),
  );
  expect(inverseTrigamma(1e20) * 1e10).toBeCloseTo(1, 9);
  expect(inverseTrigamma(1e-20) / 1e20).toBeCloseTo(1, 9);
});

test('both step as their recurrences say', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1000, noNaN: true }), (x) => {
      expect(off(digamma(x + 1), digamma(x) + 1 / x)).toBeLessThan(1e-12);
      expect(off(trigamma(x + 1), trigamma(x) - 1 / (x * x))).toBeLessThan(1e-11);
    }),
  );
});

test('nothing is said of zero, of negative numbers and of NaN', () => {
  for (const x of [0, -1, Number.NaN])
    for (const of of [digamma, trigamma, inverseTrigamma]) expect(() => of(x)).toThrow(RangeError);
});
