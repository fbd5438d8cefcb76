// Tests of the contents that witness and expectation must agree on.
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Edit } from './edit.ts';
import {
  contentOfEdit,
  contentOfFile,
  contentOfWrite,
  fileOfWrite,
  initialContent,
  lastWrite,
  maskSeed,
  statesOfEdits,
} from './stimulus.ts';

const edits: readonly Edit[] = [
  { op: 'write', file: 'a', key: 0, length: 16 },
  { op: 'write', file: 'b', key: 1, length: 32 },
  { op: 'append', file: 'a', key: 0, length: 20 },
  { op: 'same', file: 'a', key: 0, length: 20 },
  { op: 'truncate', file: 'a', key: 0, length: 5 },
];

test('the states of a round follow from its edits alone', () => {
  const states = statesOfEdits(7, 3, edits);
  expect(states.map(({ content }) => content.length)).toEqual([16, 32, 20, 20, 5]);
  expect(states.map(({ key }) => key)).toEqual([0, 1, 0, 0, 0]);
  expect(states.map(({ acknowledged }) => acknowledged)).toEqual([true, true, true, false, true]);
  expect(states[2]?.content.subarray(0, 16)).toEqual(states[0]?.content);
  expect(states[3]?.content).toEqual(states[2]?.content);
  expect(states[4]?.content).toEqual(states[0]?.content.subarray(0, 5));
  for (const { content, digest } of states) expect(digest).toBe(crc32(content));
});

test('another secret, round or index gives other bytes', () => {
  const contents = [
    contentOfFile(1, 0, 0, 16),
    contentOfFile(2, 0, 0, 16),
    contentOfFile(1, 1, 0, 16),
    contentOfFile(1, 0, 1, 16),
    contentOfWrite(1, 0, 0, 16),
    initialContent(1, 0).subarray(0, 16),
    statesOfEdits(1, 0, edits)[0]?.content ?? new Uint8Array(),
  ].map((bytes) => Buffer.from(bytes).toString('hex'));
  expect(new Set(contents).size).toBe(contents.length);
  expect(new Set([0, 1, 2].map((key) => maskSeed(9, key))).size).toBe(3);
});

test.each<[string, Edit, number | null]>([
  ['an append before the first write of its file', { op: 'append', file: 'a', key: 0, length: 9 }, null],
  ['a write that could repeat by chance', { op: 'write', file: 'a', key: 0, length: 7 }, null],
  ['an append that adds nothing', { op: 'append', file: 'a', key: 0, length: 9 }, 9],
  ['a truncate that cuts nothing', { op: 'truncate', file: 'a', key: 0, length: 9 }, 9],
  ['the same content with another length', { op: 'same', file: 'a', key: 0, length: 8 }, 9],
])('%s is refused', (_name, edit, previousLength) => {
  const previous = previousLength === null ? undefined : new Uint8Array(previousLength);
  expect(() => contentOfEdit(1, 0, 4, edit, previous)).toThrow(/^edit 4 /);
});

test('the last write of each file of a burst is the one that a plain count finds', () => {
  const small = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(small, fc.integer({ min: 1, max: 40 }), (files, writes) => {
      for (let key = 0; key < files; key++) {
        let found: number | null = null;
        for (let write = 0; write < writes; write++) if (fileOfWrite(write, files) === key) found = write;
        expect(lastWrite(key, writes, files)).toBe(found);
      }
    }),
  );
});
