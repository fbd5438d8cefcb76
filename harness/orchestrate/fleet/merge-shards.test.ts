// Merging: what all shards say together is what one run says, in any order, byte by byte.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellId } from '../../contract/invocation.ts';
import type { RunResult } from '../../contract/result.ts';
import { shardDocuments } from '../../testing/shard-documents.ts';
import { gatherShards } from './gather-shards.ts';
import type { FoundShard } from './gather-shards.ts';
import { mergeShards } from './merge-shards.ts';

const assigned = fc
  .integer({ min: 1, max: 5 })
  .chain((count) =>
    fc
      .array(fc.integer({ min: 1, max: count }), { maxLength: 6 })
      .map((more) => Array.from({ length: count }, (_, i) => i + 1).concat(more)),
  )
  .chain((list) => fc.shuffledSubarray(list, { minLength: list.length }));

const foundOf = (documents: ReturnType<typeof shardDocuments>): FoundShard<(typeof documents)[number]>[] =>
  documents.map((value) => ({
    kind: 'whole',
    path: `shard-${value.shard.index}`,
    shard: value.shard,
    commit: null,
    value,
  }));

function merged(found: readonly FoundShard<ReturnType<typeof shardDocuments>[number]>[]): RunResult {
  const gathered = gatherShards(found);
  if (!gathered.ok) throw new Error(JSON.stringify(gathered.troubles));
  return mergeShards(gathered.shards);
}

/** Times, and of which runs it was made. */
function withoutTimes({ run, ...rest }: RunResult): unknown {
  const { id: _, merged: __, wallMs: ___, startedAt: ____, finishedAt: _____, ...facts } = run;
  return { ...rest, run: facts };
}

test('shards in any order give the same bytes', () => {
  fc.assert(
    fc.property(
      assigned.chain((list) => {
        const found = foundOf(shardDocuments(list));
        return fc.tuple(fc.constant(found), fc.shuffledSubarray(found, { minLength: found.length }));
      }),
      ([found, shuffled]) => {
        expect(JSON.stringify(merged(shuffled))).toBe(JSON.stringify(merged(found)));
      },
    ),
    { numRuns: 40 },
  );
});

test('shards say what one run says, but for times', () => {
  fc.assert(
    fc.property(assigned, (list) => {
      const whole = shardDocuments(list.map(() => 1));
      expect(withoutTimes(merged(foundOf(shardDocuments(list))))).toEqual(
        withoutTimes(merged(foundOf(whole))),
      );
    }),
    { numRuns: 40 },
  );
});

test('intervals are those of all rows together, and not of each shard by itself', () => {
  const [alone] = shardDocuments([1]);
  if (alone === undefined) throw new Error('no shard');
  const one = mergeShards([alone]);
  const three = mergeShards(shardDocuments([1, 2, 3]));
  expect(three.comparisons).toHaveLength(3 * one.comparisons.length);
  expect(three.comparisons[0]?.level ?? 0).toBeGreaterThan(one.comparisons[0]?.level ?? 1);
  expect(three.calibration?.intervals).toBe(3 * (one.calibration?.intervals ?? 0));
});

test('what disturbed one machine takes the verdict of its own rows alone', () => {
  const documents = shardDocuments([1, 2]);
  const [first, second] = documents;
  if (first === undefined || second === undefined) throw new Error('no shards');
  const cell = second.result.cells.find(({ subject }) => subject === 'python/coroutines');
  const touched = [0, 1, 2, 3].map((repetition) => ({ repetition, kinds: ['neighbour' as const] }));
  const disturbed = {
    ...second,
    touched: [{ cell: cell === undefined ? '' : cellId(cell), count: 6, repetitions: touched }],
  };
  const rows = (result: RunResult) => result.comparisons.filter(({ metric }) => metric === 'cpu');
  const [, before] = rows(mergeShards(documents));
  const [untouched, after] = rows(mergeShards([first, disturbed]));
  expect(before?.verdict).toBe('slower');
  expect(after).toMatchObject({ verdict: 'unclear', reason: expect.stringContaining('disturbed') });
  expect(untouched?.reason).not.toContain('disturbed');
});

test('a failure that several shards say is one reason', () => {
  const said = { code: 'EL2001', cause: 'No interpreter.', next: 'Install one.', evidence: [] };
  const documents = shardDocuments([1, 2]).map((one) => Object.assign(one, { failures: [said] }));
  const { exit } = mergeShards(documents);
  expect(exit.reasons.filter(({ code }) => code === 'EL2001')).toHaveLength(1);
  expect(exit.code).toBe(3);
});
