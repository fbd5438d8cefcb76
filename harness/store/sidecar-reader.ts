// Reads samples and traces of one invocation once and in bounded memory; a segment with a wrong digest never reads to its end.
import { crc32 } from 'node:zlib';
import { CHUNK_ROWS, PARTS, giveBack, takeMemory } from '../contract/column-memory.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import type { SegmentReference } from '../contract/message.ts';
import type { EventColumns, SidecarReader, SliceColumns } from '../contract/trace.ts';
import { SEGMENT_COLUMNS, segmentShape } from '../contract/trace.ts';
import type { SegmentLayout } from '../contract/trace.ts';
import type { HeldFile } from '../files/held-file.ts';
import { columnCrcs } from './column-crc.ts';
import { combineCrc } from './combine-crc.ts';
import { readExactly } from './read-exactly.ts';
import { damage, openFrame, openSegment, pathOf } from './sidecar-segment.ts';
import type { Frame, Segment, SegmentSource } from './sidecar-segment.ts';
import { sidecarPath } from './sidecar-path.ts';

/** With fewer rows the memory of WebAssembly is not worth it. */
const MANY_ROWS = 8192;
/** All of them are in memory at once; an invocation has some hundreds. */
const MOST_SLICES = 1_000_000;

export type HeldPair = Readonly<Record<'samples' | 'events', HeldFile>>;

/**
 * The arrays of a chunk are views of one buffer that the next chunk overwrites, and the next segment too: a caller that keeps values copies them.
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

function* digested<Chunk>(
  source: SegmentSource,
  layout: SegmentLayout,
  reference: SegmentReference,
  chunksOf: (segment: Segment, space: Space) => Iterable<Chunk>,
  sound: Set<string>,
): Iterable<Chunk> {
  const frame = openFrame(source, layout, reference);
  const name = `${reference.offset} ${pathOf(source)}`;
  const space = frame.rows < MANY_ROWS ? fewRows(frame) : manyRows(frame);
  let whole = false;
  try {
    // What was sound once is read again without the digest.
    const known = sound.has(name);
    yield* chunksOf(frame, known ? { ...space, digest: () => {} } : space);
    whole = true;
    if (!known) frame.check(payloadCrc(frame, space));
    sound.add(name);
  } finally {
    frame.close();
    space.giveBack();
    if (!whole && !sound.has(name)) openSegment(source, layout, reference).close();
  }
}

/** Where the columns of a chunk lie, and how they are digested. */
interface Space {
  readonly buffer: ArrayBuffer;
  readonly at: readonly number[];
  /** The next bytes of a column have been read. */
  readonly digest: (column: number, bytes: Uint8Array) => void;
  /** The CRC-32 of all that was read of it. */
  readonly crc: (column: number) => number;
  readonly giveBack: () => void;
}

function fewRows({ layout, rows }: Segment): Space {
  const { offsets, payloadBytes } = segmentShape(layout, rows);
  const crcs = new Uint32Array(offsets.length);
  return {
    buffer: new ArrayBuffer(payloadBytes),
    at: offsets,
    digest(column, bytes) {
      crcs[column] = crc32(bytes, crcs[column]);
    },
    crc: (column) => crcs[column] ?? 0,
    giveBack() {},
  };
}

function manyRows({ layout }: Segment): Space {
  const memory = takeMemory();
  const { offsets } = segmentShape(layout, CHUNK_ROWS);
  const crcs = columnCrcs(memory, offsets.length);
  return {
    buffer: memory.buffer,
    at: offsets.map((offset) => PARTS.columns + offset),
    digest: (column, bytes) => crcs.add(column, bytes.byteOffset, bytes.length),
    crc: (column) => crcs.finish(column),
    giveBack: () => giveBack(memory),
  };
}

/** Of the columns in the order of the file, with the padding behind each. */
function payloadCrc(
  { file, payloadAt, payloadBytes, offsets, layout, rows }: Frame,
  space: Pick<Space, 'crc'>,
): number {
  return offsets.reduce((crc, offset, column) => {
    const end = offset + rows * (SEGMENT_COLUMNS[layout][column] ?? 0);
    const next = offsets[column + 1] ?? payloadBytes;
    const padding = new Uint8Array(next - end);
    readExactly(file, padding, payloadAt + end);
    return combineCrc(crc, crc32(padding, space.crc(column)), next - offset);
  }, 0);
}

function* sampleChunks(segment: Segment, space: Space): Iterable<Float64Array> {
  const { buffer } = space;
  for (let first = 0; first < segment.rows; first += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, segment.rows - first);
    readChunk(segment, first, rows, space);
    yield new Float64Array(buffer, space.at[0], rows);
  }
}

function* eventChunks(segment: Segment, space: Space): Iterable<EventColumns> {
  const { buffer } = space;
  const [time, key, id, digest, kind] = space.at;
  for (let first = 0; first < segment.rows; first += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, segment.rows - first);
    readChunk(segment, first, rows, space);
    yield {
      time: new Float64Array(buffer, time, rows),
      key: new Uint32Array(buffer, key, rows),
      id: new Uint32Array(buffer, id, rows),
      digest: new Uint32Array(buffer, digest, rows),
      kind: new Uint16Array(buffer, kind, rows),
    };
  }
}

/** Each column is digested while it is in the cache. */
function readChunk(segment: Segment, first: number, rows: number, { buffer, at, digest }: Space): void {
  for (const [column, to] of at.entries())
    digest(column, readColumn(segment, column, first, rows, buffer, to));
}

function readColumn(
  segment: Segment,
  column: number,
  first: number,
  rows: number,
  buffer: ArrayBuffer,
  to = 0,
): Uint8Array {
  const width = SEGMENT_COLUMNS[segment.layout][column] ?? 0;
  const at = segment.payloadAt + (segment.offsets[column] ?? 0) + first * width;
  const bytes = new Uint8Array(buffer, to, rows * width);
  const read = readExactly(segment.file, bytes, at);
  if (read !== rows * width) throw damage(segment.path, 'it became shorter while it was read');
  return bytes;
}
