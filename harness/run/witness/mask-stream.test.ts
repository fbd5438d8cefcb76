// Tests that masking by chunks is masking.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { masked } from '../../contract/payload.ts';
import { maskStream } from './mask-stream.ts';

test('chunk boundaries make no difference to the mask', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 19 }), { maxLength: 8 });
  fc.assert(
    fc.property(chunks, fc.nat(), (parts, seed) => {
      const mask = maskStream(seed);
      const whole = Buffer.concat(parts);
      const cut = parts.map((part) => Uint8Array.from(part));
      for (const part of cut) mask(part);
      expect(Buffer.concat(cut)).toEqual(Buffer.from(masked(whole, seed)));
    }),
  );
});
