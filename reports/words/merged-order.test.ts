// Merged orders keep what the lists agree on, and end where they contradict each other.
import { expect, test } from 'vitest';
import { mergedOrder } from './merged-order.ts';

test('what stands last in each list stands last, and everything comes once', () => {
  const one = ['callbacks', 'events', 'promises', 'blocking'];
  const other = ['callbacks', 'protocols', 'coroutines', 'blocking'];
  const merged = ['callbacks', 'events', 'promises', 'protocols', 'coroutines', 'blocking'];
  expect(mergedOrder([one, other])).toEqual(merged);
  expect(mergedOrder([['promises'], ['callbacks', 'promises'], one])).toEqual(one);
});

test('the first list decides where two contradict each other', () => {
  expect(mergedOrder([['a', 'b'], ['b', 'a'], []])).toEqual(['a', 'b']);
  expect(mergedOrder([])).toEqual([]);
});
