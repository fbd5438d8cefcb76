// All shards of one plan, each once, or each trouble by its name: truncated, doubled, foreign, missing.
import { expect, test } from 'vitest';
import { FAILURE_CODES } from '../../contract/failure.ts';
import { gatherShards } from './gather-shards.ts';
import type { FoundShard } from './gather-shards.ts';

const whole = (
  index: number,
  over: { plan?: string; path?: string; commit?: string } = {},
): FoundShard<number> => ({
  kind: 'whole',
  path: over.path ?? `s${index}`,
  shard: { plan: over.plan ?? 'p', index, count: 3 },
  commit: over.commit ?? 'c',
  value: index,
});

function troubles(found: readonly FoundShard<number>[]): string[] {
  const [forwards, backwards] = [found, found.toReversed()].map((list) => gatherShards(list));
  expect(backwards).toEqual(forwards);
  if (forwards === undefined || forwards.ok) return [];
  for (const { code } of forwards.troubles) expect(FAILURE_CODES[code].exit).toBe(14);
  return forwards.troubles.map(({ code, cause }) => `${code} ${cause}`);
}

test('all of them are given in the order of their numbers', () => {
  expect(gatherShards([whole(3), whole(1), whole(2)])).toEqual({ ok: true, shards: [1, 2, 3] });
});

test('those that are missing are named', () => {
  expect(troubles([whole(2)])).toEqual(['EL3204 Shards 1, 3 of 3 are missing.']);
  expect(troubles([whole(2), whole(3)])).toEqual(['EL3204 Shard 1 of 3 is missing.']);
});

test('one that is cut short is named, and missing until it is run again', () => {
  const shard = { plan: 'p', index: 2, count: 3 };
  const cut: FoundShard<number> = { kind: 'damaged', path: 's2', shard, reason: 'it is cut short' };
  expect(troubles([whole(1), whole(3), cut])).toEqual([
    'EL3201 Shard 2 of 3 (s2) cannot be merged: it is cut short.',
    'EL3204 Shard 2 of 3 is missing.',
  ]);
});

test('one that is there twice is named with both paths', () => {
  expect(troubles([whole(1), whole(2), whole(3), whole(2, { path: 'again' })])).toEqual([
    'EL3202 Shard 2 of 3 is there 2 times: again, s2.',
  ]);
});

test('one of another plan, of other sources or of none is named', () => {
  expect(troubles([whole(1), whole(2), whole(3), whole(3, { plan: 'q', path: 'x' })])).toEqual([
    'EL3203 Shard 3 of 3 (x) is of plan q and not p.',
  ]);
  expect(troubles([whole(1), whole(2), whole(3, { commit: 'd' })])).toEqual([
    'EL3203 Shard 3 of 3 (s3) is of commit d and not c.',
    'EL3204 Shard 3 of 3 is missing.',
  ]);
  expect(
    troubles([whole(1), whole(2), whole(3), { kind: 'foreign', path: 'y', reason: 'it is no shard' }]),
  ).toEqual(['EL3203 y cannot be merged: it is no shard.']);
});

test('nothing at all is red', () => {
  expect(troubles([])).toEqual(['EL3204 No result was named.']);
});
