// Where processes fall into two modes of memory, like is paired with like, and the row says so.
import { expect, test } from 'vitest';
import { compareSubjects } from './compare-subjects.ts';
import { modalPairsOf } from './modal-pairs.ts';
import { NO_CONTRAST } from './pairs.ts';
import { cellOf, sampleView } from '../testing/sample-run.ts';

const [cpu] = sampleView.metrics;
if (cpu === undefined) throw new Error('no metric');

const base = cellOf('node/promises', [100, 101, 99, 100, 100, 101], { pageFaults: [0, 0, 0, 0, 0, 0] });
const slow = [400, 404, 396, 400, 400];
const mixed = cellOf('python/coroutines', [...slow, 150], { pageFaults: [4, 4, 4, 4, 4, 0] });

test('the pairs of the smaller mode are left out and told of', () => {
  const { pairs, note } = modalPairsOf(cpu, base, mixed, NO_CONTRAST);
  expect(pairs.map((pair) => (pair === null ? null : Math.round(Math.exp(pair))))).toEqual([
    4,
    4,
    4,
    4,
    4,
    null,
  ]);
  expect(note).toBe(
    'two modes of python/coroutines: 4.0 page faults an operation in 5 of 6 processes, 0.0 page faults an operation in 1 of 6 processes. ' +
      'The ratio is that of 5 of 6 pairs; of the other 1: 1.49×',
  );
});

test('a row of one mode has all its pairs and no note', () => {
  const { pairs, note } = modalPairsOf(cpu, base, cellOf('python/callbacks', slow), NO_CONTRAST);
  expect([pairs.length, note]).toEqual([6, null]);
});

test('a pair of the rarer mode on both sides is no pair of the larger ones', () => {
  const first = { ...base, pageFaults: [4, 4, 0, 0, 0, 0] };
  const second = { ...mixed, pageFaults: [0, 4, 4, 4, 4, 4] };
  const { pairs } = modalPairsOf(cpu, first, second, NO_CONTRAST);
  expect(pairs.map((pair) => pair !== null)).toEqual([false, false, true, true, true, true]);
});

test('the verdict is that of the mode, where a mean of both would be unclear', () => {
  const near = cellOf('python/coroutines', [130, 131, 129, 130, 130, 60], { pageFaults: [4, 4, 4, 4, 4, 0] });
  const run = (cell: typeof near) =>
    compareSubjects({ cells: [base, cell], scenarios: [sampleView], reference: 'node/promises' })
      .comparisons[0];
  expect(run(near)).toMatchObject({ verdict: 'slower', pairs: 5 });
  expect(run(near)?.estimate).toBeCloseTo(1.3, 1);
  expect(run(near)?.reason).toContain('two modes of python/coroutines');
  const { pageFaults: _, ...unknown } = near;
  expect(run(unknown)?.verdict).toBe('unclear');
});

test('three pairs of each are too few on either side, and the row says what they are', () => {
  const halves = cellOf('python/coroutines', [400, 400, 150, 150], { pageFaults: [4, 4, 0, 0] });
  const [row] = compareSubjects({
    cells: [cellOf('node/promises', [100, 100, 100, 100]), halves],
    scenarios: [sampleView],
    reference: 'node/promises',
  }).comparisons;
  expect(row).toMatchObject({ verdict: 'unclear', estimate: null, pairs: 2 });
  expect(row?.reason).toMatch(/^2 pairs of values; 3 are needed for an interval\. two modes/);
});
