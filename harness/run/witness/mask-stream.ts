// Masks a byte stream as `payload.ts` `masked` does, chunk by chunk: chunk boundaries make no difference.
import { splitMix32 } from '../../contract/payload.ts';

/** Masks each chunk in place, going on where the last one ended. */
export function maskStream(seed: number): (chunk: Uint8Array) => void {
  const next = splitMix32(seed);
  let word = 0;
  let phase = 0;
  return (chunk) => {
    for (let i = 0; i < chunk.length; i++) {
      if (phase === 0) word = next();
      chunk[i] = (chunk[i] as number) ^ ((word >>> (8 * phase)) & 0xff);
      phase = (phase + 1) & 3;
    }
  };
}
