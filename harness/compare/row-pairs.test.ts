// The pairs of a row: against the middle of the reference and its A/A control, where both ran beside every process of the subject.
import { expect, test } from 'vitest';
import type { Cell } from '../contract/result.ts';
import { variance } from '../stats/mean.ts';
import { cellOf, sampleView } from '../testing/sample-run.ts';
import { NO_CONTRAST, present } from './pairs.ts';
import { rowPairs } from './row-pairs.ts';

const [metric] = sampleView.metrics;
if (metric === undefined) throw new Error('a sample with a metric');
const reference = 'node/promises';
const REFERENCE = [1000, 1100, 900, 1050, 950, 1000];
const CONTROL = [1100, 1000, 1000, 950, 1050, 1000];
const base = cellOf(reference, REFERENCE);
const control = (values: readonly (number | null)[], over: Partial<Cell> = {}): Cell =>
  cellOf(reference, [...values], { side: 'control', ...over });
const subject = cellOf('python/coroutines', [2000, 2010, 1990, 2005, 1995, 2000]);

const pairsWith = (beside: Cell | undefined, cell = subject): number[] =>
  present(rowPairs(metric, { base, control: beside, cell }, NO_CONTRAST).pairs);

test('a pair is the subject over the geometric middle of the two', () => {
  const [first] = pairsWith(control(CONTROL));
  expect(first).toBeCloseTo(Math.log(2000 / Math.sqrt(1000 * 1100)), 12);
});

test('the chance of one process of the reference is halved', () => {
  expect(variance(pairsWith(control(CONTROL)))).toBeLessThan(0.5 * variance(pairsWith(undefined)));
});

test('a control that was not there each time, or was not proved, is left out', () => {
  const alone = pairsWith(undefined);
  expect(pairsWith(control([1100, null, null, null, 1050, null]))).toEqual(alone);
  expect(pairsWith(control(CONTROL, { verdict: 'divergent' }))).toEqual(alone);
});

test('a repetition in which the subject failed takes no control with it', () => {
  const gap = cellOf('python/coroutines', [2000, null, 1990, 2005, 1995, 2000]);
  expect(pairsWith(control([1100, null, 1000, 950, 1050, 1000]), gap)).toHaveLength(5);
  expect(pairsWith(control([1100, null, 1000, 950, 1050, 1000]), gap)[0]).toBeCloseTo(
    Math.log(2000 / Math.sqrt(1000 * 1100)),
    12,
  );
});

test('a reference with two modes of memory is compared by its own processes alone', () => {
  const faults = [4, 4, 0, 0, 4, 4];
  const modal = { ...base, pageFaults: faults };
  const pairs = rowPairs(metric, { base: modal, control: control(CONTROL), cell: subject }, NO_CONTRAST);
  expect(pairs).toEqual(rowPairs(metric, { base: modal, control: undefined, cell: subject }, NO_CONTRAST));
});
