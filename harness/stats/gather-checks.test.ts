// Several answers to one question: one entry, broken where any of them is.
import { expect, test } from 'vitest';
import { gatherChecks } from './gather-checks.ts';

const entry = (check: string, kept: boolean, text: string) => ({ check, kept, text });

test('a check is kept only where all answers are, and says how often it was not', () => {
  expect(
    gatherChecks(
      [
        entry('clock', true, 'fine'),
        entry('turns', true, 'a'),
        entry('clock', false, 'fell'),
        entry('clock', false, 'too'),
      ],
      'invocations',
    ),
  ).toEqual([entry('clock', false, 'fell (broken in 2 of 3 invocations)'), entry('turns', true, 'a')]);
});

test('one answer is passed on as it is', () => {
  expect(gatherChecks([entry('clock', false, 'fell')], 'rounds')).toEqual([entry('clock', false, 'fell')]);
  expect(gatherChecks([], 'rounds')).toEqual([]);
});
