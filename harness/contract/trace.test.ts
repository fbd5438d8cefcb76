// Segments of sidecar files: whole ones, damaged ones, and files cut anywhere.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crc32 } from './digest.ts';
import {
  checkSegmentTrailer,
  parseSegmentHeader,
  SEGMENT_COLUMNS,
  SEGMENT_HEADER_BYTES,
  SEGMENT_TRAILER_BYTES,
  segmentFrame,
  segmentShape,
} from './trace.ts';
import type { SegmentLayout, SegmentProblem } from './trace.ts';

interface Fixtures {
  readonly whole: readonly {
    name: string;
    layout: SegmentLayout;
    columns: Readonly<Record<string, readonly number[]>>;
    hex: string;
  }[];
  readonly damaged: readonly { name: string; problem: SegmentProblem['kind']; why: string; hex: string }[];
  readonly file: {
    readonly hex: string;
    readonly segments: readonly { offset: number; count: number; values: readonly number[] }[];
  };
}

const fixtures: Fixtures = JSON.parse(
  readFileSync(new URL('./fixtures/segments.json', import.meta.url), 'utf8'),
);

const COLUMN_NAMES: Readonly<Record<SegmentLayout, readonly string[]>> = {
  samples: ['value'],
  events: ['time', 'key', 'id', 'digest', 'kind'],
  slices: ['start', 'end', 'cpuStart', 'cpuEnd', 'operations'],
};

/** What a reader finds wrong with the first segment of these bytes; null when nothing is. */
function problemOf(bytes: Uint8Array): SegmentProblem | null {
  const header = parseSegmentHeader(bytes);
  if ('kind' in header) return header;
  const end = SEGMENT_HEADER_BYTES + header.payloadBytes;
  const payload = bytes.subarray(SEGMENT_HEADER_BYTES, end);
  return checkSegmentTrailer(bytes.subarray(end, end + SEGMENT_TRAILER_BYTES), header, crc32(payload));
}

function payloadOf(layout: SegmentLayout, columns: Readonly<Record<string, readonly number[]>>): Uint8Array {
  const rows = Object.values(columns)[0]?.length ?? 0;
  const { offsets, payloadBytes } = segmentShape(layout, rows);
  const view = new DataView(new ArrayBuffer(payloadBytes));
  for (const [column, name] of COLUMN_NAMES[layout].entries())
    for (const [i, value] of (columns[name] ?? []).entries())
      write(view, SEGMENT_COLUMNS[layout][column] ?? 0, offsets[column] ?? 0, i, value);
  return new Uint8Array(view.buffer);
}

function write(view: DataView, width: number, offset: number, i: number, value: number): void {
  const at = offset + i * width;
  if (width === 8) view.setFloat64(at, value, true);
  else if (width === 4) view.setUint32(at, value, true);
  else view.setUint16(at, value, true);
}

describe('whole segments', () => {
  it.each(fixtures.whole)('$name', ({ layout, columns, hex }) => {
    const payload = payloadOf(layout, columns);
    const rows = Object.values(columns)[0]?.length ?? 0;
    const { header, trailer } = segmentFrame(layout, rows, crc32(payload));
    expect(Buffer.concat([header, payload, trailer]).toString('hex')).toBe(hex);
    expect(problemOf(Buffer.from(hex, 'hex'))).toBeNull();
  });

  it('cannot be cut anywhere without being noticed', () => {
    for (const { hex } of fixtures.whole) {
      const bytes = Buffer.from(hex, 'hex');
      for (let length = 0; length < bytes.length; length++)
        expect(problemOf(bytes.subarray(0, length))).not.toBeNull();
    }
  });

  it('cannot have one bit of payload or frame changed without being noticed', () => {
    const { hex = '', layout } = fixtures.whole.find(({ name }) => name.startsWith('one event')) ?? {};
    const bytes = Buffer.from(hex, 'hex');
    // Events and slices of one row have the same shape: whoever reads knows which of them is due.
    const isOther = (changed: Buffer): boolean => Object(parseSegmentHeader(changed)).layout !== layout;
    const reserved = new Set([12, 13, 14, 15]);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      if (!reserved.has(at)) expect(isOther(changed) || problemOf(changed) !== null, `byte ${at}`).toBe(true);
    }
  });
});

describe('damaged segments', () => {
  it.each(fixtures.damaged)('$name: $problem ($why)', ({ hex, problem }) => {
    expect(problemOf(Buffer.from(hex, 'hex'))?.kind).toBe(problem);
  });
});

describe('a file of several segments', () => {
  it('is read by reference', () => {
    const file = Buffer.from(fixtures.file.hex, 'hex');
    for (const { offset, count, values } of fixtures.file.segments) {
      expect(problemOf(file.subarray(offset))).toBeNull();
      const at = offset + SEGMENT_HEADER_BYTES;
      expect(Array.from({ length: count }, (_, i) => file.readDoubleLE(at + 8 * i))).toEqual(values);
    }
  });
});
