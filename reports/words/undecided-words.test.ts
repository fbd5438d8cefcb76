// A row without a verdict says what it would take.
import { expect, test } from 'vitest';
import type { Comparison } from '../../harness/contract/result.ts';
import { reasonOf } from './undecided-words.ts';

const row = (over: Partial<Comparison>): Comparison => ({
  scenario: 's',
  set: 'p',
  metric: 'm',
  primary: true,
  reference: 'node/promises',
  subject: 'python/coroutines',
  scale: 'ratio',
  verdict: 'unclear',
  estimate: 1.02,
  low: 0.9,
  high: 1.2,
  pairs: 8,
  level: 0.9999,
  detectable: 1.2,
  reason: '',
  ...over,
});

test('an unclear row tells how many pairs and how much time may decide it', () => {
  expect(reasonOf(row({ needs: 18, moreMs: 62_000 }))).toBe(
    '10 more pairs may decide it, about 1 min 02 s more',
  );
  expect(reasonOf(row({ needs: 12 }))).toBe('4 more pairs may decide it');
});

test('at the border of a verdict nothing is promised', () => {
  expect(reasonOf(row({ needs: null }))).toBe('a verdict would take more pairs than a run has');
});

test('a note beside an interval that leaves the row unclear does not hide what a verdict would take', () => {
  const note = 'one repetition was left out';
  expect(reasonOf(row({ reason: note, needs: 18, moreMs: 240_000 }))).toBe(
    `${note}; 10 more pairs may decide it, about 4 min 00 s more`,
  );
  expect(reasonOf(row({ reason: note, needs: null }))).toBe(
    `${note}; a verdict would take more pairs than a run has`,
  );
});

test('a reason that is known, a verdict, and a stored run of earlier versions stay as they are', () => {
  expect(reasonOf(row({ reason: 'bimodal' }))).toBe('bimodal');
  expect(reasonOf(row({ verdict: 'slower', needs: 12 }))).toBe('');
  expect(reasonOf(row({}))).toBe('');
});
