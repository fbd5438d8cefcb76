// Counterexamples and prose in the terminal.
import { expect, test } from 'vitest';
import type { EventView, Finding } from '../contract/verdict.ts';
import { plainPaint } from './colour.ts';
import { findingLines } from './finding-lines.ts';
import { wrapped } from './wrap.ts';

const event = (index: number, id: number, timeNs: number | null): EventView => ({
  index,
  kind: 'fire',
  key: 1,
  id,
  digest: '00000fa0',
  timeNs,
});

const FINDING: Finding = {
  rule: 'T4',
  class: 'reordered',
  key: 1,
  index: 1,
  round: 0,
  invocation: '0000-x',
  text: '`fire` 2 came before `fire` 1',
  expected: [event(0, 0, null), event(1, 1, null)],
  observed: [event(0, 0, 1_000_000), event(1, 2, 2_500_000), event(2, 1, 3_000_000)],
};

test('a counterexample shows both sides, and marks where they part', () => {
  expect(findingLines(FINDING, 80, plainPaint)).toEqual([
    'T4 reordered: `fire` 2 came before `fire` 1',
    '  0000-x, round 0, key 1, index 1',
    '       expected             observed',
    '    0  fire 0 (00000fa0)    fire 0 (00000fa0)  at 1.000 ms',
    '    1  fire 1 (00000fa0)  ≠ fire 2 (00000fa0)  at 2.500 ms',
    '    2  –                  ≠ fire 1 (00000fa0)  at 3.000 ms',
  ]);
});

test('a finding about a whole round has no events and no key', () => {
  const whole = { ...FINDING, key: null, index: null, expected: [], observed: [] };
  expect(findingLines(whole, 80, plainPaint)).toEqual([
    'T4 reordered: `fire` 2 came before `fire` 1',
    '  0000-x, round 0',
  ]);
});

test('prose is broken at blanks, and only a word that is too wide is wider', () => {
  expect(wrapped('one two three', 9, '  ')).toEqual(['  one two', '  three']);
  expect(wrapped('extraordinary word', 6)).toEqual(['extraordinary', 'word']);
  expect(wrapped('one two three', null)).toEqual(['one two three']);
});
