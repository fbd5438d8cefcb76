// Both sides are told when nobody reads on: a trace from a file is closed then.
import { expect, test } from 'vitest';
import type { Placed } from './projection.ts';
import { firstSequenceDifference } from './sequence-difference.ts';

function side(digests: readonly number[]): { readonly places: Iterable<Placed>; closed(): boolean } {
  let closed = false;
  function* places(): Iterable<Placed> {
    try {
      for (const [index, digest] of digests.entries())
        yield { index, event: { code: 1, key: 0, id: index, digest, timeNs: null } };
    } finally {
      closed = true;
    }
  }
  return { places: places(), closed: () => closed };
}

test('after a difference in the middle both sides are closed', () => {
  const expected = side([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const observed = side([1, 2, 0, 4, 5, 6, 7, 8, 9]);
  expect(firstSequenceDifference(expected.places, observed.places)?.observed?.event.digest).toBe(0);
  expect([expected.closed(), observed.closed()]).toEqual([true, true]);
});

test('equal sides differ nowhere', () => {
  const [expected, observed] = [side([1, 2]), side([1, 2])];
  expect(firstSequenceDifference(expected.places, observed.places)).toBeNull();
  expect([expected.closed(), observed.closed()]).toEqual([true, true]);
});
