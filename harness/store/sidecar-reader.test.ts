// Tests of reading sidecar files: every row comes back, and no damage goes unnoticed.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SegmentReference } from '../contract/message.ts';
import { SEGMENT_HEADER_BYTES, segmentFrame, segmentShape } from '../contract/trace.ts';
import type { EventColumns } from '../contract/trace.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { openSidecars } from './sidecar-reader.ts';

const record = invocationRecord({ sidecar: { samples: 'samples.bin', events: 'events.bin' } });
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-sidecar-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const bytesOf = (view: NodeJS.TypedArray): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength);

function segment(layout: 'samples' | 'events' | 'slices', columns: readonly NodeJS.TypedArray[]): Buffer {
  const rows = columns[0]?.length ?? 0;
  const { offsets, payloadBytes } = segmentShape(layout, rows);
  const payload = Buffer.alloc(payloadBytes);
  for (const [i, column] of columns.entries()) payload.set(bytesOf(column), offsets[i]);
  const { header, trailer } = segmentFrame(layout, rows, crc32(payload));
  return Buffer.concat([header, payload, trailer]);
}

function eventColumns(rows: number): EventColumns {
  return {
    time: Float64Array.from({ length: rows }, (_, i) => i * 1000),
    key: Uint32Array.from({ length: rows }, (_, i) => i % 7),
    id: Uint32Array.from({ length: rows }, (_, i) => i),
    digest: Uint32Array.from({ length: rows }, (_, i) => Math.imul(i, 0x9e3779b9)),
    kind: Uint16Array.from({ length: rows }, (_, i) => 1 + (i % 3)),
  };
}

const columnsOf = ({ time, key, id, digest, kind }: EventColumns): NodeJS.TypedArray[] => [
  time,
  key,
  id,
  digest,
  kind,
];

/** Writes the segments one after the other; answers where each is. */
function put(
  file: string,
  ...segments: readonly { readonly bytes: Buffer; readonly count: number }[]
): SegmentReference[] {
  writeFileSync(join(folder, file), Buffer.concat(segments.map(({ bytes }) => bytes)));
  let offset = 0;
  return segments.map(({ bytes, count }) => {
    const reference = { offset, count };
    offset += bytes.length;
    return reference;
  });
}

function readSamples(reference: SegmentReference): number[] {
  const values: number[] = [];
  for (const chunk of openSidecars(folder, record).samples(reference)) values.push(...chunk);
  return values;
}

function readEvents(reference: SegmentReference): number[][] {
  const rows: number[][] = [];
  for (const { time, key, id, digest, kind } of openSidecars(folder, record).events(reference))
    for (let i = 0; i < time.length; i++) rows.push([time[i], key[i], id[i], digest[i], kind[i]].map(Number));
  return rows;
}

test('samples of any number come back, negative ones too, from any segment of the file', () => {
  const numbers = fc.array(fc.integer({ min: -1e9, max: 2 ** 52 }), { maxLength: 40 });
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 3 }), (parts) => {
      const segments = parts.map((part) => ({
        bytes: segment('samples', [Float64Array.from(part)]),
        count: part.length,
      }));
      const references = put('samples.bin', ...segments);
      expect(references.map((reference) => readSamples(reference))).toEqual(parts);
    }),
    { numRuns: 30 },
  );
});

test.each([0, 1, 3, 65_536, 65_537, 150_001])('%i events come back row by row', (rows) => {
  const columns = eventColumns(rows);
  const [first, second] = put(
    'events.bin',
    { bytes: segment('events', columnsOf(eventColumns(1))), count: 1 },
    { bytes: segment('events', columnsOf(columns)), count: rows },
  ) as [SegmentReference, SegmentReference];
  expect(readEvents(first).length).toBe(1);
  const read = readEvents(second);
  expect(read.length).toBe(rows);
  for (const i of [0, 65_535, 65_536, rows - 1].filter((i) => i >= 0 && i < rows))
    expect(read[i]).toEqual([i * 1000, i % 7, i, Math.imul(i, 0x9e3779b9) >>> 0, 1 + (i % 3)]);
});

test('two long segments that are read in turns do not overwrite each other', () => {
  const columns = eventColumns(70_000);
  const later = { ...columns, key: columns.key.map((key) => key + 100) };
  const [first, second] = put(
    'events.bin',
    { bytes: segment('events', columnsOf(columns)), count: 70_000 },
    { bytes: segment('events', columnsOf(later)), count: 70_000 },
  ) as [SegmentReference, SegmentReference];
  const reader = openSidecars(folder, record);
  const theirs = reader.events(second)[Symbol.iterator]();
  let row = 0;
  for (const { key, id } of reader.events(first)) {
    const other = theirs.next().value as EventColumns;
    for (let at = 0; at < key.length; at++, row++)
      if (key[at] !== row % 7 || id[at] !== row || other.key[at] !== 100 + (row % 7))
        throw new Error(`row ${row}`);
  }
  expect(row).toBe(70_000);
  expect(theirs.next().done).toBe(true);
});

test('large sample segments come in chunks of bounded size', () => {
  const rows = 140_000;
  const values = Float64Array.from({ length: rows }, (_, i) => i);
  const [reference] = put('samples.bin', { bytes: segment('samples', [values]), count: rows }) as [
    SegmentReference,
  ];
  const sizes: number[] = [];
  let sum = 0;
  for (const chunk of openSidecars(folder, record).samples(reference)) {
    sizes.push(chunk.length);
    for (const value of chunk) sum += value;
  }
  expect(sizes).toEqual([65_536, 65_536, 8928]);
  expect(sum).toBe((rows * (rows - 1)) / 2);
});

const rows = 5;
const sound = (): Buffer => segment('events', columnsOf(eventColumns(rows)));
const flip =
  (at: number) =>
  (bytes: Buffer): Buffer => {
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  };
const cut =
  (length: number) =>
  (bytes: Buffer): Buffer =>
    bytes.subarray(0, length);

test.each<[string, (bytes: Buffer) => Buffer, string]>([
  ['no file content', cut(0), '32 bytes should follow, but there are 0'],
  ['half a header', cut(20), '32 bytes should follow, but there are 20'],
  ['half a payload', cut(60), 'bytes should follow, but there are 28'],
  ['half a trailer', (bytes) => bytes.subarray(0, -3), '16 bytes should follow, but there are 13'],
  ['another magic', flip(0), 'the header of a segment is missing'],
  ['another version', flip(4), 'version 0'],
  ['another byte order', flip(6), 'byte order'],
  ['an unknown layout', (bytes) => (bytes.writeUInt16LE(9, 8), bytes), 'layout 9'],
  ['another number of columns', flip(10), 'layout 2'],
  ['a wrong number of payload bytes', flip(24), 'bytes should follow'],
  ['a flipped bit in the payload', flip(SEGMENT_HEADER_BYTES + 9), 'the digest'],
  ['a flipped bit in the padding', flip(SEGMENT_HEADER_BYTES + 40 + 23), 'the digest'],
  [
    'another number of rows at the end',
    (bytes) => flip(bytes.length - 16)(bytes),
    '5 rows were announced, but there are 4',
  ],
  [
    'another digest at the end',
    (bytes) => flip(bytes.length - 8)(bytes),
    'was announced, but the content has',
  ],
  [
    'another magic at the end',
    (bytes) => flip(bytes.length - 1)(bytes),
    'the trailer of a segment is missing',
  ],
  [
    'samples in place of events',
    () => segment('samples', [new Float64Array(rows)]),
    'it holds samples and not events',
  ],
  [
    'fewer rows than the runner said',
    () => segment('events', columnsOf(eventColumns(4))),
    '5 rows were announced, but there are 4',
  ],
])('%s is damage', (_name, damage, words) => {
  const [reference] = put('events.bin', { bytes: damage(sound()), count: rows }) as [SegmentReference];
  expect(() => readEvents(reference)).toThrow(/^EL3002 The sidecar .*events\.bin is damaged: /);
  expect(() => readEvents(reference)).toThrow(words);
});

test('whoever stops before the end learns of damage behind it, unless the segment was read whole before', () => {
  const many = 70_000;
  const last = SEGMENT_HEADER_BYTES + segmentShape('events', many).payloadBytes - 1;
  const whole = segment('events', columnsOf(eventColumns(many)));
  const [reference] = put('events.bin', { bytes: Buffer.from(whole), count: many }) as [SegmentReference];
  const reader = openSidecars(folder, record);
  const first = (): number => {
    for (const { id } of reader.events(reference)) return id.length;
    return 0;
  };
  expect(first()).toBe(65_536);
  put('events.bin', { bytes: flip(last)(Buffer.from(whole)), count: many });
  expect(first).toThrow('EL3002');
  put('events.bin', { bytes: whole, count: many });
  let seen = 0;
  for (const { id } of reader.events(reference)) seen += id.length;
  expect([seen, first()]).toEqual([many, 65_536]);
});

test('any single flipped bit is noticed, but for the four bytes that mean nothing', () => {
  const whole = sound();
  for (const at of whole.keys()) {
    if (at >= 12 && at < 16) continue;
    const [reference] = put('events.bin', { bytes: flip(at)(Buffer.from(whole)), count: rows }) as [
      SegmentReference,
    ];
    expect(() => readEvents(reference), `byte ${at}`).toThrow('EL3002');
  }
});

test('a flipped bit in any column of a long segment is noticed', () => {
  const many = 70_000;
  const whole = segment('events', columnsOf(eventColumns(many)));
  const { offsets } = segmentShape('events', many);
  for (const at of offsets.flatMap((offset) => [offset, offset + 131_000])) {
    const bytes = flip(SEGMENT_HEADER_BYTES + at)(Buffer.from(whole));
    const [reference] = put('events.bin', { bytes, count: many }) as [SegmentReference];
    expect(() => readEvents(reference), `byte ${at}`).toThrow('EL3002');
  }
});

test('a header that promises more than memory holds is refused without trying', () => {
  const count = 2 ** 45;
  const { header } = segmentFrame('samples', count, 0);
  const [reference] = put('samples.bin', { bytes: Buffer.from(header), count }) as [SegmentReference];
  expect(() => readSamples(reference)).toThrow('EL3002');
});

test('a missing file and a path out of the folder are damage, and reading leaves no file open', () => {
  const open = (): number => readdirSync('/proc/self/fd').length;
  const strange = invocationRecord({ sidecar: { samples: 'absent.bin', events: '../x' } });
  const before = open();
  expect(() => [...openSidecars(folder, strange).samples({ offset: 0, count: 1 })]).toThrow('ENOENT');
  expect(() => [...openSidecars(folder, strange).events({ offset: 0, count: 1 })]).toThrow('EL3002');
  const values = { bytes: segment('samples', [new Float64Array(70_000)]), count: 70_000 };
  const [reference] = put('samples.bin', values) as [SegmentReference];
  for (const _ of openSidecars(folder, record).samples(reference)) break;
  expect(open()).toBe(before);
});

test('slices come back row by row, of a million operations too', () => {
  const time = (from: number): Float64Array => Float64Array.from({ length: 5 }, (_, i) => from + i * 1e6);
  const operations = Uint32Array.of(1, 20, 300, 0xffff_ffff, 5);
  const columns = [time(1e9), time(1.5e9), time(2e9), time(2.5e9), operations];
  const [reference] = put('samples.bin', { bytes: segment('slices', columns), count: 5 });
  if (reference === undefined) throw new Error('no segment');
  const read = openSidecars(folder, record).slices(reference);
  expect([read.start, read.end, read.cpuStart, read.cpuEnd, read.operations]).toEqual(columns);
});

test('a segment of another layout is refused, also where both have the same shape', () => {
  const empty = [0, 0, 0, 0, 0].map(() => new Float64Array(0));
  expect(segmentShape('slices', 0)).toEqual(segmentShape('events', 0));
  const [events] = put('samples.bin', { bytes: segment('events', empty), count: 0 });
  const [slices] = put('events.bin', { bytes: segment('slices', empty), count: 0 });
  if (events === undefined || slices === undefined) throw new Error('no segments');
  const reader = openSidecars(folder, record);
  expect(() => reader.slices(events)).toThrow(/EL3002 .* it holds events and not slices/);
  expect(() => [...reader.samples(events)]).toThrow(/EL3002 .* it holds events and not samples/);
  expect(() => [...reader.events(slices)]).toThrow(/EL3002 .* it holds slices and not events/);
});

test('slices that were cut, or are not as many as reported, are refused', () => {
  const columns = [1, 2, 3, 4].map((from) => Float64Array.of(from, from + 1));
  const bytes = segment('slices', [...columns, Uint32Array.of(1, 1)]);
  const [cut] = put('samples.bin', { bytes: bytes.subarray(0, bytes.length - 5), count: 2 });
  if (cut === undefined) throw new Error('no segment');
  expect(() => openSidecars(folder, record).slices(cut)).toThrow(/EL3002 .* bytes should follow/);
  const [whole] = put('samples.bin', { bytes, count: 2 });
  if (whole === undefined) throw new Error('no segment');
  expect(() => openSidecars(folder, record).slices({ ...whole, count: 3 })).toThrow(
    /EL3002 .* 3 rows were announced, but there are 2/,
  );
});
