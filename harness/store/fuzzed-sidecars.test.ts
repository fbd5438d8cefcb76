// Whatever stands in a sidecar file, and whatever was announced of it: it is read, or it is damage with a code.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { FailureError } from '../contract/failure.ts';
import { segmentFrame, segmentShape } from '../contract/trace.ts';
import type { SegmentLayout } from '../contract/trace.ts';
import { fuzzSettings, fuzzTimeoutMs, mostMemory, tries } from '../testing/fuzzed-json.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { openSidecars } from './sidecar-reader.ts';

const COUNT = tries(500, 10);
const folder = mkdtempSync(join(tmpdir(), 'evenloop-fuzz-'));
const record = invocationRecord({ sidecar: { samples: 'file.bin', events: 'file.bin' } });
const tally = { read: 0, damaged: 0 };

afterAll(() => {
  rmSync(folder, { recursive: true });
  if (COUNT > 500)
    process.stderr.write(`sidecars: ${JSON.stringify(tally)}, at most ${mostMemory().toFixed(0)} MiB\n`);
});

/** Of random bytes: any bytes are numbers. */
function segmentOf(layout: SegmentLayout, rows: number, filling: Uint8Array): Buffer {
  const payload = Buffer.alloc(segmentShape(layout, rows).payloadBytes);
  for (let i = 0; i < payload.length; i++) payload[i] = filling[i % Math.max(1, filling.length)] ?? 0;
  const { header, trailer } = segmentFrame(layout, rows, crc32(payload));
  return Buffer.concat([header, payload, trailer]);
}

const LAYOUTS = ['samples', 'events', 'slices'] as const;
const damage = fc.record({
  at: fc.nat(),
  byte: fc.option(fc.nat({ max: 255 })),
  cut: fc.option(fc.nat(), { freq: 3 }),
  more: fc.uint8Array({ maxLength: 40 }),
});
const asked = fc.record({
  layout: fc.option(fc.constantFrom(...LAYOUTS), { freq: 2 }),
  offset: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat({ max: 200 }) },
    { weight: 1, arbitrary: fc.constantFrom(2 ** 31, 2 ** 53 - 1) },
  ),
  count: fc.option(fc.oneof(fc.nat({ max: 60 }), fc.constantFrom(2 ** 32 - 1, 2 ** 40, 2 ** 53 - 1)), {
    freq: 2,
  }),
});
const written = fc.record({
  layout: fc.constantFrom(...LAYOUTS),
  rows: fc.nat({ max: 40 }),
  filling: fc.uint8Array({ maxLength: 64 }),
  damage: fc.option(damage, { freq: 3 }),
});

test('it is read whole, or refused with EL3002, in bounded memory', { timeout: fuzzTimeoutMs(COUNT) }, () => {
  fc.assert(
    fc.property(written, asked, (file, { layout: other, offset, count }) => {
      const layout = other ?? file.layout;
      let bytes = segmentOf(file.layout, file.rows, file.filling);
      if (file.damage !== null) {
        const { at, byte, cut, more } = file.damage;
        if (byte !== null) bytes[at % bytes.length] = byte;
        if (cut !== null) bytes = bytes.subarray(0, cut % (bytes.length + 1));
        bytes = Buffer.concat([bytes, more]);
      }
      writeFileSync(join(folder, 'file.bin'), bytes);
      const reference = { offset, count: count ?? file.rows };
      const reader = openSidecars(folder, record);
      try {
        const rows =
          layout === 'slices'
            ? reader.slices(reference).start.length
            : layout === 'samples'
              ? sum(reader.samples(reference), (chunk) => chunk.length)
              : sum(reader.events(reference), (chunk) => chunk.time.length);
        expect(rows).toBe(reference.count);
        tally.read++;
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        expect(error.failure.code).toBe('EL3002');
        tally.damaged++;
      }
    }),
    fuzzSettings(COUNT),
  );
  expect(Math.min(tally.read, tally.damaged)).toBeGreaterThan(0);
});

function sum<Chunk>(chunks: Iterable<Chunk>, of: (chunk: Chunk) => number): number {
  let total = 0;
  for (const chunk of chunks) total += of(chunk);
  return total;
}
