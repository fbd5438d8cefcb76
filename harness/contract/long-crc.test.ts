// The CRC-32 of many bytes against that of zlib.
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONG_BYTES, longCrc } from './long-crc.ts';
import { splitMix32 } from './payload.ts';

function drawn(length: number, seed: number): Uint8Array {
  const next = splitMix32(seed);
  return Uint8Array.from({ length }, () => next());
}

test('is what zlib finds, whatever the bytes, their number, and what came before', () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(
      fc.integer({ min: LONG_BYTES, max: 3 * LONG_BYTES }),
      word,
      word,
      (length, seed, previous) => {
        const bytes = drawn(length, seed);
        expect(longCrc(bytes, previous, crc32)).toBe(crc32(bytes, previous));
      },
    ),
    { numRuns: 40 },
  );
});

test.each([0, 1, 15, 16, 63, 64, 65, 16_383, 16_384, 16_385])(
  'is what zlib finds of %i bytes more',
  (more) => {
    const bytes = drawn(LONG_BYTES + more, 7);
    expect(longCrc(bytes, 0, crc32)).toBe(crc32(bytes));
    // A view of the same bytes that does not begin at a word.
    expect(longCrc(bytes.subarray(1), 5, crc32)).toBe(crc32(bytes.subarray(1), 5));
  },
);

test('notices each bit, wherever it is', () => {
  const bytes = drawn(2 * LONG_BYTES, 3);
  const found = longCrc(bytes, 0, crc32);
  for (const at of [0, 3, 4017, 4018, 16_384, LONG_BYTES, 2 * LONG_BYTES - 4019, 2 * LONG_BYTES - 1]) {
    const other = bytes.slice();
    other[at] = (bytes[at] ?? 0) ^ 0x10;
    expect(longCrc(other, 0, crc32)).not.toBe(found);
  }
});
