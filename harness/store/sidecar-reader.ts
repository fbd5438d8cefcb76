// Reads samples and traces of one invocation once and in bounded memory; a segment with a wrong digest never reads to its end.
import { crc32 } from 'node:zlib';
import type { InvocationRecord } from '../contract/invocation.ts';
import { LONG_BYTES, longCrc } from '../contract/long-crc.ts';
import type { SegmentReference } from '../contract/message.ts';
import type { EventColumns, SidecarReader, SliceColumns } from '../contract/trace.ts';
import { SEGMENT_COLUMNS } from '../contract/trace.ts';
import type { SegmentLayout } from '../contract/trace.ts';
import type { HeldFile } from '../files/held-file.ts';
import { combineCrc } from './combine-crc.ts';
import { readExactly } from './read-exactly.ts';
import { damage, openFrame, openSegment, pathOf } from './sidecar-segment.ts';
import type { Frame, Segment, SegmentSource } from './sidecar-segment.ts';
import { sidecarPath } from './sidecar-path.ts';

/** 64 Ki rows are 512 KiB of samples: large enough to hide the calls, small enough for the cache. */
const CHUNK_ROWS = 65_536;
/** All of them are in memory at once; an invocation has some hundreds. */
const MOST_SLICES = 1_000_000;

export type HeldPair = Readonly<Record<'samples' | 'events', HeldFile>>;

/**
 * The arrays of a chunk are views of one buffer that the next chunk overwrites: a caller that keeps values copies them.
 * Numbers are read in the machine's byte order, which is the file's on every machine that Node 20 runs on.
 *
 * A segment is read once and digested on the way. A caller that reads to the end gets the failure there at the latest; a caller that stops
 * earlier gets it on stopping, unless this reader has seen the segment whole before. So a judgement comes after the digest.
 * `held` are the handles of the process that had the invocation carried out: then no path is opened.
 */
export function openSidecars(
  runDirectory: string,
  record: InvocationRecord,
  held: HeldPair | null = null,
): SidecarReader {
  const sound = new Set<string>();
  const sourceOf = (name: 'samples' | 'events'): SegmentSource =>
    held?.[name] ?? sidecarPath(runDirectory, record.sidecar[name]);
  return {
    samples(reference: SegmentReference): Iterable<Float64Array> {
      return digested(sourceOf('samples'), 'samples', reference, sampleChunks, sound);
    },
    events(reference: SegmentReference): Iterable<EventColumns> {
      return digested(sourceOf('events'), 'events', reference, eventChunks, sound);
    },
    slices(reference: SegmentReference): SliceColumns {
      const source = sourceOf('samples');
      if (reference.count > MOST_SLICES)
        throw damage(pathOf(source), `${reference.count} slices were announced, more than are read`);
      const segment = openSegment(source, 'slices', reference);
      try {
        return sliceColumns(segment);
      } finally {
        segment.close();
      }
    },
  };
}

function sliceColumns(segment: Segment): SliceColumns {
  const { rows } = segment;
  const float64 = (column: number): Float64Array => {
    const buffer = new ArrayBuffer(8 * rows);
    readColumn(segment, column, 0, rows, buffer);
    return new Float64Array(buffer);
  };
  const operations = new ArrayBuffer(4 * rows);
  readColumn(segment, 4, 0, rows, operations);
  return {
    start: float64(0),
    end: float64(1),
    cpuStart: float64(2),
    cpuEnd: float64(3),
    operations: new Uint32Array(operations),
  };
}

/** The digest of each column so far. */
type ColumnCrcs = Uint32Array;

function* digested<Chunk>(
  source: SegmentSource,
  layout: SegmentLayout,
  reference: SegmentReference,
  chunksOf: (segment: Segment, crcs: ColumnCrcs | null) => Iterable<Chunk>,
  sound: Set<string>,
): Iterable<Chunk> {
  const frame = openFrame(source, layout, reference);
  const name = `${reference.offset} ${pathOf(source)}`;
  // What was sound once is read again without the digest.
  const crcs = sound.has(name) ? null : new Uint32Array(frame.offsets.length);
  let whole = false;
  try {
    yield* chunksOf(frame, crcs);
    whole = true;
    if (crcs !== null) frame.check(payloadCrc(frame, crcs));
    sound.add(name);
  } finally {
    frame.close();
    if (!whole && !sound.has(name)) openSegment(source, layout, reference).close();
  }
}

/** Of the columns in the order of the file, with the padding behind each. */
function payloadCrc(
  { file, payloadAt, payloadBytes, offsets, layout, rows }: Frame,
  crcs: ColumnCrcs,
): number {
  return offsets.reduce((crc, offset, column) => {
    const end = offset + rows * (SEGMENT_COLUMNS[layout][column] ?? 0);
    const next = offsets[column + 1] ?? payloadBytes;
    const padding = new Uint8Array(next - end);
    readExactly(file, padding, payloadAt + end);
    return combineCrc(crc, crc32(padding, crcs[column]), next - offset);
  }, 0);
}

function* sampleChunks(segment: Segment, crcs: ColumnCrcs | null): Iterable<Float64Array> {
  const buffer = new ArrayBuffer(8 * Math.min(CHUNK_ROWS, segment.rows));
  for (let first = 0; first < segment.rows; first += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, segment.rows - first);
    readColumn(segment, 0, first, rows, buffer, crcs);
    yield new Float64Array(buffer, 0, rows);
  }
}

function* eventChunks(segment: Segment, crcs: ColumnCrcs | null): Iterable<EventColumns> {
  const size = Math.min(CHUNK_ROWS, segment.rows);
  const buffers = SEGMENT_COLUMNS.events.map((width) => new ArrayBuffer(width * size));
  const [time, key, id, digest, kind] = buffers as [
    ArrayBuffer,
    ArrayBuffer,
    ArrayBuffer,
    ArrayBuffer,
    ArrayBuffer,
  ];
  for (let first = 0; first < segment.rows; first += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, segment.rows - first);
    for (const [column, buffer] of buffers.entries()) readColumn(segment, column, first, rows, buffer, crcs);
    yield {
      time: new Float64Array(time, 0, rows),
      key: new Uint32Array(key, 0, rows),
      id: new Uint32Array(id, 0, rows),
      digest: new Uint32Array(digest, 0, rows),
      kind: new Uint16Array(kind, 0, rows),
    };
  }
}

/** Each column has a buffer of its own, so its numbers are aligned whatever the width of the one before. */
function readColumn(
  segment: Segment,
  column: number,
  first: number,
  rows: number,
  buffer: ArrayBuffer,
  crcs: ColumnCrcs | null = null,
): void {
  const width = SEGMENT_COLUMNS[segment.layout][column] ?? 0;
  const at = segment.payloadAt + (segment.offsets[column] ?? 0) + first * width;
  const bytes = new Uint8Array(buffer, 0, rows * width);
  const read = readExactly(segment.file, bytes, at);
  if (read !== rows * width) throw damage(segment.path, 'it became shorter while it was read');
  if (crcs === null) return;
  const before = crcs[column] ?? 0;
  crcs[column] = bytes.length < LONG_BYTES ? crc32(bytes, before) : longCrc(bytes, before, crc32);
}
