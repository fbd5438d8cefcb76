// The CRC-32 of columns in the memory of WebAssembly against that of zlib.
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PARTS, giveBack, takeMemory } from '../contract/column-memory.ts';
import { splitMix32 } from '../contract/payload.ts';
import { columnCrcs } from './column-crc.ts';

function drawn(length: number, seed: number): Uint8Array {
  const next = splitMix32(seed);
  return Uint8Array.from({ length }, () => next());
}

/** Each column in pieces of this length, the columns in turn, as a segment is read. */
function found(columns: readonly Uint8Array[], piece: number): readonly number[] {
  const memory = takeMemory();
  const all = new Uint8Array(memory.buffer);
  // What others left there.
  all.fill(0xa5);
  const crcs = columnCrcs(memory, columns.length);
  for (let from = 0; from < Math.max(...columns.map(({ length }) => length)); from += piece)
    for (const [column, bytes] of columns.entries()) {
      const part = bytes.subarray(from, from + piece);
      all.set(part, PARTS.columns);
      crcs.add(column, PARTS.columns, part.length);
    }
  const finished = columns.map((_, column) => crcs.finish(column));
  giveBack(memory);
  return finished;
}

test('is what zlib finds, whatever the bytes, their number, and the pieces in which they come', () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  const lengths = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(lengths, word, fc.integer({ min: 16, max: 1024 }), (all, seed, turns) => {
      const columns = all.map((length, column) => drawn(length, seed + column));
      expect(found(columns, 64 * turns)).toEqual(columns.map((bytes) => crc32(bytes)));
    }),
    { numRuns: 40 },
  );
});

test.each([0, 1, 15, 16, 63, 64, 65, 1927, 4017, 4018, 4019, 4032, 16_383, 16_384, 16_385, 49_153])(
  'is what zlib finds of %i bytes',
  (length) => {
    const bytes = drawn(length, 7);
    expect(found([bytes], 65_536)).toEqual([crc32(bytes)]);
    expect(found([bytes], 64)).toEqual([crc32(bytes)]);
  },
);

test('notices each bit, wherever it is', () => {
  const bytes = drawn(65_536, 3);
  const sound = found([bytes], 32_768);
  for (const at of [0, 3, 4, 4017, 4018, 16_384, 32_767, 32_768, 65_536 - 4019, 65_535]) {
    const other = bytes.slice();
    other[at] = (bytes[at] ?? 0) ^ 0x10;
    expect(found([other], 32_768)).not.toEqual(sound);
  }
});
