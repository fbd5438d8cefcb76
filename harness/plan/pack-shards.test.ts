// Packing: every block once, alike in any order, and even.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { imbalanceOf, packShards, weighBlocks } from './pack-shards.ts';

const blocks = fc
  .array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 60 })
  .map((weights) => weights.map((weightMs, i) => ({ id: `b/${i}`, weightMs })));

test('every block is in one shard, in the order of the plan, and no shard is longer than the longest block over the mean', () => {
  fc.assert(
    fc.property(blocks, fc.integer({ min: 1, max: 9 }), (given, count) => {
      const { shards } = packShards(given, count);
      expect(shards.flatMap((shard) => shard.blocks).toSorted()).toEqual(
        given.map(({ id }) => id).toSorted(),
      );
      for (const shard of shards)
        expect(shard.blocks).toEqual(given.map(({ id }) => id).filter((id) => shard.blocks.includes(id)));
      const total = given.reduce((sum, { weightMs }) => sum + weightMs, 0);
      const longest = Math.max(...given.map(({ weightMs }) => weightMs));
      for (const { weightMs } of shards) expect(weightMs).toBeLessThanOrEqual(total / count + longest);
    }),
  );
});

test('the order in which blocks are given changes no assignment', () => {
  fc.assert(
    fc.property(blocks, fc.integer({ min: 1, max: 9 }), (given, count) => {
      const sorted = (list: readonly (typeof given)[number][]) =>
        packShards(list, count).shards.map((shard) => shard.blocks.toSorted());
      expect(sorted(given.toReversed())).toEqual(sorted(given));
    }),
  );
});

test('with as many shards as blocks, each has one', () => {
  const given = [3, 1, 2, 2].map((weightMs, i) => ({ id: `b/${i}`, weightMs }));
  expect(packShards(given, 4).shards.map((shard) => shard.blocks.length)).toEqual([1, 1, 1, 1]);
});

test('imbalance is the longest over the mean', () => {
  expect(imbalanceOf([1, 1, 4])).toBe(2);
  expect(imbalanceOf([0, 0])).toBe(1);
});

test('a block without a stored duration is expected to be off as the middle one of those that have it', () => {
  const planned = ['a', 'b', 'c', 'd'].map((id) => ({ id, weightMs: 100 }));
  const stored = new Map([
    ['a', 150],
    ['b', 200],
    ['c', 900],
  ]);
  expect(weighBlocks(planned, stored).map(({ weightMs }) => weightMs)).toEqual([150, 200, 900, 200]);
  expect(weighBlocks(planned, new Map())).toEqual(planned);
});
