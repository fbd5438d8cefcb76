// How far a row is from a verdict: a look is promised only where the interval can be expected to decide at it.
import { expect, test } from 'vitest';
import { LOOKS } from '../stats/group-sequential.ts';
import { pairedInterval } from '../stats/paired-interval.ts';
import { sampleView } from '../testing/sample-run.ts';
import { expectedHalfWidth, pairsToDecide } from './outlook.ts';

const [ratio, difference] = sampleView.metrics;
if (ratio === undefined || difference === undefined) throw new Error('a sample with two metrics');

const LEVEL = 0.9999;
/** Eight pairs around `middle` with this spread. */
const eight = (middle: number, spread: number) => ({
  ...pairedInterval(
    [-1.5, -1, -0.5, -0.2, 0.2, 0.5, 1, 1.5].map((step) => middle + step * spread),
    LEVEL,
  ),
  level: LEVEL,
});

test('the further the estimate is from the border of a verdict, the sooner it can be expected', () => {
  const needed = [0.2, 0.1, 0.07, 0.05, 0.03].map((middle) => pairsToDecide(ratio, eight(middle, 0.03), 8));
  const known = needed.map((pairs) => pairs ?? Number.POSITIVE_INFINITY);
  expect(known).toEqual(known.toSorted((a, b) => a - b));
  expect(needed[0]).toBe(12);
  for (const pairs of needed) if (pairs !== null) expect(LOOKS).toContain(pairs);
});

test('`same` can be expected, too', () => {
  expect(pairsToDecide(ratio, eight(0, 0.02), 8)).toBe(18);
});

test('at the border of a verdict nothing is promised', () => {
  expect(pairsToDecide(ratio, eight(Math.log(1.02), 0.03), 8)).toBeNull();
  expect(pairsToDecide(ratio, eight(0.05, 1), 8)).toBeNull();
});

test('a difference is held against its own smallest effect', () => {
  const effect = difference.minimumEffect;
  expect(difference.scale).toBe('difference');
  expect(pairsToDecide(difference, eight(20 * effect, 4 * effect), 8)).not.toBeNull();
  expect(pairsToDecide(difference, eight(20 * effect, 400 * effect), 8)).toBeNull();
});

test('more pairs make an interval narrower than the root of their number does, as it also knows its spread better', () => {
  const interval = eight(0, 0.02);
  const later = expectedHalfWidth(interval, 8, 18);
  expect(later).toBeLessThan(interval.halfWidth * Math.sqrt(8 / 18));
  expect(expectedHalfWidth(interval, 8, 8)).toBeCloseTo(interval.halfWidth, 10);
});
