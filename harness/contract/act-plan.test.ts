// The plan of acts: states follow from secret and round alone, and acts that could not be told apart are refused.
import { expect, test } from 'vitest';
import { planActs, statesOfActs } from './act-plan.ts';
import { ABSENT } from './act.ts';
import type { Act } from './act.ts';
import { crc32 } from './digest.ts';

const write = (file: string, key: number | null): Act => ({ op: 'write', file, key, length: 32 });

test('a rename leaves one name without a file and the other one with its content', () => {
  const acts: Act[] = [write('a', 0), { op: 'rename', file: 'a', key: 0, to: 'b', toKey: 1 }];
  const [written, gone, there] = statesOfActs(7, 0, acts);
  expect(written).toMatchObject({ index: 0, key: 0, deferred: false });
  expect(gone).toMatchObject({ index: 1, key: 0, digest: ABSENT });
  expect(there).toMatchObject({ index: 1, key: 1, digest: written?.digest });
});

test('a branch has a content of its own for each leaf, and leaves nothing when it is torn out', () => {
  const leaves = [
    { file: 'd/a', key: 0 },
    { file: 'd/b', key: 1 },
  ];
  const acts: Act[] = [
    { op: 'plant', leaves, length: 32 },
    { op: 'uproot', directory: 'd', leaves },
  ];
  const [planted] = planActs(7, 0, acts);
  expect(new Set(planted?.states.map(({ digest }) => digest)).size).toBe(2);
  expect(planted?.states.map(({ digest }) => digest)).toEqual(planted?.contents.map((bytes) => crc32(bytes)));
  expect(
    statesOfActs(7, 0, acts)
      .slice(2)
      .map(({ digest }) => digest),
  ).toEqual([ABSENT, ABSENT]);
});

test('of several saves in a row each has a content of its own, and the last is asked for', () => {
  const resave = (times: number): Act => ({
    op: 'resave',
    way: 'rename-over',
    file: 'a',
    key: 3,
    length: 32,
    times,
  });
  const [planned] = planActs(7, 0, [resave(4)]);
  const digests = planned?.contents.map((bytes) => crc32(bytes)) ?? [];
  expect(new Set(digests).size).toBe(4);
  expect(planned?.states).toMatchObject([{ index: 0, key: 3, digest: digests[3], deferred: false }]);
  expect(() => planActs(7, 0, [resave(0)])).toThrow('saves nothing');
});

test('contents differ from round to round, from act to act and from secret to secret', () => {
  const acts = [write('a', 0), write('a', 0)];
  const digests = [
    [1, 0],
    [1, 1],
    [2, 0],
  ].flatMap(([secret = 0, round = 0]) => statesOfActs(secret, round, acts).map(({ digest }) => digest));
  expect(new Set(digests).size).toBe(6);
});

test('what nobody watches and what changes nothing is not asked for', () => {
  const quiet: Act[] = [
    write('a', null),
    { op: 'unnoticed', what: 'chmod', file: 'a' },
    { op: 'rest', ms: 1 },
    { op: 'flood', files: ['a', 'b'], beyond: 1 },
    { op: 'mark', file: 'm' },
    { op: 'maybe-mkdir', directory: 'd' },
    { op: 'turn' },
  ];
  expect(statesOfActs(1, 0, quiet)).toEqual([]);
  const deferred: Act = { op: 'save', file: 'a', key: 0, length: 32, deferred: true };
  expect(statesOfActs(1, 0, [deferred])).toMatchObject([{ key: 0, deferred: true }]);
});

test('acts that could not be told from none are refused', () => {
  const rename: Act = { op: 'rename', file: 'a', key: 0, to: 'b', toKey: 1 };
  expect(() => planActs(1, 0, [rename])).toThrow('which this round has not written');
  expect(() => planActs(1, 0, [write('a', 0), rename, rename])).toThrow('which this round has not written');
  const remove: Act = { op: 'remove', file: 'a', key: 0 };
  expect(() => planActs(1, 0, [remove, remove])).toThrow('leaves key 0 as it was');
  expect(() => planActs(1, 0, [{ op: 'write', file: 'a', key: 0, length: 2 }])).toThrow('fewer than 8 bytes');
});
