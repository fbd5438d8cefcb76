// Intervals for shares, against values of R's binom.test.
import { expect, test } from 'vitest';
import { proportion } from './proportion.ts';

test('nothing in forty trials may still be nine percent', () => {
  const { share, low, high } = proportion(0, 40, 0.95);
  expect([share, low]).toEqual([0, 0]);
  expect(high).toBeCloseTo(0.0881, 4);
});

test('seven of ten lie where the exact test of R puts them', () => {
  const { low, high } = proportion(7, 10, 0.95);
  expect(low).toBeCloseTo(0.3475471, 6);
  expect(high).toBeCloseTo(0.9332605, 6);
});

test('all hits reach one, no trials say nothing', () => {
  expect(proportion(10, 10, 0.95)).toMatchObject({ share: 1, high: 1 });
  expect(proportion(10, 10, 0.95).low).toBeCloseTo(0.6915029, 6);
  expect(proportion(0, 0, 0.95)).toMatchObject({ share: null, low: 0, high: 1 });
});

test('more hits than trials are refused', () => {
  expect(() => proportion(2, 1, 0.95)).toThrow('2 hits');
});
