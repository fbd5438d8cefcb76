// Payloads and random streams against vectors that another language made.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  bytesOfNonce,
  masked,
  randomBytes,
  seedOfNonce,
  shuffled,
  splitMix32,
  writePayload,
} from './payload.ts';

interface Fixtures {
  readonly splitMix32: readonly { seed: number; outputs: readonly number[] }[];
  readonly shuffled: readonly { seed: number; items: number; result: readonly number[] }[];
  readonly seedOfNonce: readonly { nonce: string; seed: number }[];
  readonly writePayload: readonly { nonce: string; key: number; id: number; length: number; hex: string }[];
  readonly randomBytes: readonly { length: number; seed: number; hex: string }[];
  readonly masked: readonly { hex: string; seed: number; result: string }[];
}

const fixtures: Fixtures = JSON.parse(
  readFileSync(new URL('./fixtures/payloads.json', import.meta.url), 'utf8'),
);

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('splitMix32', () => {
  it.each(fixtures.splitMix32)(
    'gives the same stream in each language from seed $seed',
    ({ seed, outputs }) => {
      const next = splitMix32(seed);
      expect(outputs.map(() => next())).toEqual(outputs);
    },
  );
});

describe('shuffled', () => {
  it.each(fixtures.shuffled)('orders $items items alike from seed $seed', ({ seed, items, result }) => {
    const ordered = Array.from({ length: items }, (_, i) => i);
    expect(shuffled(ordered, splitMix32(seed))).toEqual(result);
    expect(ordered).toEqual(ordered.toSorted((a, b) => a - b));
  });
});

describe('seedOfNonce', () => {
  it.each(fixtures.seedOfNonce)('of $nonce is $seed', ({ nonce, seed }) => {
    expect(seedOfNonce(nonce)).toBe(seed);
  });
});

describe('writePayload', () => {
  it.each(fixtures.writePayload)('$length bytes for key $key, id $id', ({ nonce, key, id, length, hex }) => {
    const target = new Uint8Array(length);
    writePayload(target, bytesOfNonce(nonce), key, id);
    expect(hexOf(target)).toBe(hex);
  });
});

describe('randomBytes', () => {
  it.each(fixtures.randomBytes)('$length bytes of the stream $seed', ({ length, seed, hex }) => {
    expect(hexOf(randomBytes(length, seed))).toBe(hex);
  });
});

describe('masked', () => {
  it.each(fixtures.masked)('$hex by the stream $seed, and back', ({ hex, seed, result }) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(hexOf(masked(bytes, seed))).toBe(result);
    expect(hexOf(masked(masked(bytes, seed), seed))).toBe(hex);
  });
});
