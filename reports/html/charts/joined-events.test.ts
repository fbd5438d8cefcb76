// Tests of what became of each expected and each observed event.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventView, Finding } from '../../../harness/contract/verdict.ts';
import { joinedEvents } from './joined-events.ts';

const event = (id: number, index: number, digest = 'a'): EventView => ({
  index,
  kind: 'run',
  key: 1,
  id,
  digest,
  timeNs: null,
});
const list = (ids: readonly number[], digest = 'a'): EventView[] =>
  ids.map((id, at) => event(id, at, digest));
const finding = (expected: EventView[], observed: EventView[], index: number | null = 9): Finding => ({
  rule: 'L3',
  class: 'missing',
  key: 1,
  index,
  round: 0,
  invocation: 'u0',
  text: '',
  expected,
  observed,
});
const fates = (found: Finding, notices = false): string[] =>
  joinedEvents(found, notices).map(({ fate }) => fate);

test('equal lists are joined one to one', () => {
  expect(fates(finding(list([0, 1, 2]), list([0, 1, 2])))).toEqual(['same', 'same', 'same']);
});

test('what did not come is missing, and what came beside it is extra', () => {
  expect(fates(finding(list([0, 1, 2]), list([0, 2, 7])))).toEqual(['same', 'missing', 'same', 'extra']);
});

test('two that changed places are one that moved', () => {
  expect(fates(finding(list([0, 1, 2, 3]), list([0, 2, 1, 3])))).toEqual([
    'same',
    'same',
    'reordered',
    'same',
  ]);
});

test('the same event with other content is changed', () => {
  expect(fates(finding(list([0, 1]), [event(0, 0), event(1, 1, 'b')]))).toEqual(['same', 'changed']);
});

test('a state that a later notice tells is coalesced, but only where events tell states', () => {
  const found = finding(list([0, 1, 2]), list([0, 2]));
  expect(fates(found, true)).toEqual(['same', 'coalesced', 'same']);
  expect(fates(found, false)).toEqual(['same', 'missing', 'same']);
  expect(fates(finding(list([0, 1, 2]), list([0, 1])), true)).toEqual(['same', 'same', 'missing']);
});

test('what lies behind the first difference and has no partner may only have been cut off', () => {
  expect(fates(finding(list([0, 1, 2]), [event(0, 0), event(7, 1), event(1, 2)], 1))).toEqual([
    'same',
    'same',
    'beyond',
    'extra',
  ]);
});

test('every event of both sides has exactly one fate', () => {
  const ids = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 8 });
  fc.assert(
    fc.property(
      ids,
      ids,
      fc.option(fc.integer({ min: 0, max: 8 })),
      fc.boolean(),
      (want, got, index, notices) => {
        const joined = joinedEvents(finding(list(want), list(got), index), notices);
        const places = (pick: 'expected' | 'observed'): (number | null)[] =>
          joined.map((each) => each[pick]).filter((place) => place !== null);
        expect(places('expected')).toEqual([...want.keys()]);
        expect(new Set(places('observed'))).toEqual(new Set(got.keys()));
        expect(places('observed')).toHaveLength(got.length);
      },
    ),
  );
});
