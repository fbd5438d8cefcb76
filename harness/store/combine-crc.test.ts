// Combined digests against those of zlib over the whole.
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { beforeZeros, combineCrc } from './combine-crc.ts';

test('the digest of two pieces is that of the whole, whatever their lengths', () => {
  const piece = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(piece, piece, (first, second) => {
      const whole = crc32(Buffer.concat([first, second]));
      expect(combineCrc(crc32(first), crc32(second), second.length)).toBe(whole);
    }),
  );
});

test('long pieces are combined as well', () => {
  const first = Buffer.alloc(100_003, 7);
  const second = Buffer.alloc(3_000_001, 9);
  const whole = crc32(second, crc32(first));
  expect(combineCrc(crc32(first), crc32(second), second.length)).toBe(whole);
});

test('zeros behind some bytes are taken away again, any number of them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(5000), (bytes, zeros) => {
      const followed = crc32(Buffer.concat([bytes, Buffer.alloc(zeros)]));
      expect(beforeZeros(followed, zeros)).toBe(crc32(bytes));
    }),
  );
});
