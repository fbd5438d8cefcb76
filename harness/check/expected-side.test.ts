// What was expected, for several passes: the same each time, kept or made anew.
import { expect, test } from 'vitest';
import type { ExpectedEvent } from '../contract/scenario.ts';
import { makeAlphabet } from './alphabet.ts';
import { codedObserved } from './event-view.ts';
import { expectedSide } from './expected-side.ts';
import { sampleScenario } from '../testing/sample-case.ts';

const alphabet = makeAlphabet(sampleScenario.alphabet);
const ROWS = 20_000;

/** And how often the events were made. */
function side(mostRows?: number) {
  let made = 0;
  const events = function* (): Iterable<ExpectedEvent> {
    made++;
    for (let id = 0; id < ROWS; id++) yield { kind: 'fire', key: id % 7, id, digest: id };
  };
  const expected = expectedSide(alphabet, events, mostRows);
  return {
    ids: () => [...codedObserved(expected())].map(({ id, timeNs }) => [id, timeNs]),
    made: () => made,
  };
}

test('events that are kept are made once, and each pass has all of them', () => {
  const { ids, made } = side();
  const first = ids();
  expect(first).toEqual(Array.from({ length: ROWS }, (_, id) => [id, null]));
  expect(ids()).toEqual(first);
  expect(made()).toBe(1);
});

test('too many to be kept are made anew for each pass', () => {
  const { ids, made } = side(ROWS - 1);
  expect(ids()).toEqual(Array.from({ length: ROWS }, (_, id) => [id, null]));
  expect(ids()).toHaveLength(ROWS);
  expect(made()).toBe(3);
});
