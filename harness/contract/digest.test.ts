// Digests against vectors that another language made, and against zlib.
import { crc32 as zlibCrc32 } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chain, crc32, freeHigh, freeLow, mix32 } from './digest.ts';

type Row = readonly [kind: number, id: number, digest: number];

interface Fixtures {
  readonly crc32: readonly { hex: string; previous: number; crc: number; why: string }[];
  readonly chain: readonly { events: readonly Row[]; crc: number; why: string }[];
  readonly free: readonly { events: readonly Row[]; count: number; low: number; high: number; why: string }[];
  readonly mix32: readonly { value: number; mixed: number }[];
}

const fixtures: Fixtures = JSON.parse(
  readFileSync(new URL('./fixtures/digests.json', import.meta.url), 'utf8'),
);

function twelveBytes([kind, id, digest]: Row): Uint8Array {
  const view = new DataView(new ArrayBuffer(12));
  view.setUint32(0, kind, true);
  view.setUint32(4, id, true);
  view.setUint32(8, digest, true);
  return new Uint8Array(view.buffer);
}

const chained = (rows: readonly Row[]): number =>
  rows.reduce((crc, [kind, id, digest]) => chain(crc, kind, id, digest), 0);

describe('crc32', () => {
  it.each(fixtures.crc32)('$why', ({ hex, previous, crc }) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(crc32(bytes, previous)).toBe(crc);
    expect(zlibCrc32(bytes, previous)).toBe(crc);
  });
});

describe('the order-sensitive digest', () => {
  it.each(fixtures.chain)('$why', ({ events, crc }) => {
    const rows = events;
    expect(chained(rows)).toBe(crc);
    expect(rows.reduce((previous, event) => zlibCrc32(twelveBytes(event), previous), 0)).toBe(crc);
  });

  it('changes when any two neighbours that differ are swapped', () => {
    const rows = fixtures.chain.map(({ events }) => events).find((events) => events.length === 12) ?? [];
    expect(rows).toHaveLength(12);
    for (let i = 0; i + 1 < rows.length; i++) {
      const swapped = rows.toSpliced(i, 2, ...rows.slice(i, i + 2).toReversed());
      expect(chained(swapped)).not.toBe(chained(rows));
    }
  });
});

describe('the order-free digest', () => {
  it.each(fixtures.free)('$why', ({ events, count, low, high }) => {
    const rows = events;
    expect(rows).toHaveLength(count);
    expect(rows.reduce((sum, event) => (sum + freeLow(...event)) >>> 0, 0)).toBe(low);
    expect(rows.reduce((sum, event) => (sum + freeHigh(...event)) >>> 0, 0)).toBe(high);
  });
});

describe('mix32', () => {
  it.each(fixtures.mix32)('of $value is $mixed', ({ value, mixed }) => {
    expect(mix32(value)).toBe(mixed);
  });
});
