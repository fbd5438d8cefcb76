// The digest in coordinates against the chained CRC-32 that runners compute.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chain } from '../contract/digest.ts';
import { OF_DIGEST, OF_KIND, START, advance, digestOf, sumsOf } from './ordered-digest.ts';

const word = fc.integer({ min: 0, max: 0xffffffff });

test('is what chaining gives, for any events', () => {
  const event = fc.tuple(fc.integer({ min: 0, max: 0xffff }), word, word);
  fc.assert(
    fc.property(fc.array(event, { maxLength: 100 }), (events) => {
      const state = events.reduce((before, [kind, id, digest]) => advance(before, kind, id, digest), START);
      const crc = events.reduce((before, [kind, id, digest]) => chain(before, kind, id, digest), 0);
      expect(digestOf(state)).toBe(crc);
    }),
  );
});

test('has a term of its own for each kind, and none but 0 for the code 0', () => {
  const terms = [...sumsOf(OF_KIND)];
  expect(terms.length).toBe(65_536);
  expect(new Set(terms).size).toBe(65_536);
  expect(terms.indexOf(0)).toBe(0);
});

test('sums all choices of columns', () => {
  const [first, second, third] = OF_DIGEST as unknown as [number, number, number];
  expect([...sumsOf(OF_DIGEST.subarray(0, 3))]).toEqual(
    [0, first, second, first ^ second, third, first ^ third, second ^ third, first ^ second ^ third].map(
      (sum) => sum >>> 0,
    ),
  );
});
