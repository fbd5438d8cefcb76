// Results that keep their schema and cannot be: no comparison is made of them.
import { expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import { fullSample } from '../../reports/testing/full-sample.ts';
import { sampleResult } from '../../reports/testing/sample-result.ts';
import { implausibility } from './plausible-results.ts';

/** The first measurement of a metric that is compared by ratios, changed. */
function measured(change: (value: number) => number): RunResult {
  const result = sampleResult();
  const cells = result.cells.map((cell, i) => ({
    ...cell,
    measurements: cell.measurements.map((one, j) =>
      i === 0 && j === 0 ? { ...one, value: change(one.value) } : one,
    ),
  }));
  return { ...result, cells };
}

test('what runs write can be', () => {
  expect([implausibility(sampleResult()), implausibility(fullSample())]).toEqual([null, null]);
});

test.each([1e308, -1e300, -1])('%d is no measurement', (number) => {
  expect(implausibility(measured(() => number))).toMatch(/^\/cells\/0\/measurements\/0 has -?\d/);
});

test('nothing took no time at all, but a rounded value may say so', () => {
  expect(implausibility(measured(() => 0))).toBeNull();
});

test('a cell stands there once', () => {
  const { cells, ...rest } = sampleResult();
  expect(implausibility({ ...rest, cells: [...cells, ...cells.slice(0, 1)] })).toBe(
    `/cells/${cells.length}/id is that of an earlier cell`,
  );
});

test('a run began and ended at some time', () => {
  const { run, ...rest } = sampleResult();
  expect(implausibility({ ...rest, run: { ...run, startedAt: 'soon' } })).toBe('/run/startedAt is no time');
});
