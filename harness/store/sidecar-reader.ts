// Reads samples and traces of one invocation in bounded memory, and hands out nothing whose frame and digest do not hold.
import type { InvocationRecord } from '../contract/invocation.ts';
import type { SegmentReference } from '../contract/message.ts';
import type { EventColumns, SidecarReader, SliceColumns } from '../contract/trace.ts';
import { SEGMENT_COLUMNS } from '../contract/trace.ts';
import { readExactly } from './read-exactly.ts';
import { openSegment } from './sidecar-segment.ts';
import type { Segment } from './sidecar-segment.ts';
import { sidecarPath } from './sidecar-path.ts';

/** 64 Ki rows are 512 KiB of samples: large enough to hide the calls, small enough for the cache. */
const CHUNK_ROWS = 65_536;

/**
 * The arrays of a chunk are views of one buffer that the next chunk overwrites: whoever wants to keep values copies them.
 * Numbers are read in the machine's byte order, which is the file's on every machine that Node 20 runs on.
 */
export function openSidecars(runDirectory: string, record: InvocationRecord): SidecarReader {
  return {
    *samples(reference: SegmentReference): Iterable<Float64Array> {
      const segment = openSegment(sidecarPath(runDirectory, record.sidecar.samples), 'samples', reference);
      try {
        yield* sampleChunks(segment);
      } finally {
        segment.close();
      }
    },
    *events(reference: SegmentReference): Iterable<EventColumns> {
      const segment = openSegment(sidecarPath(runDirectory, record.sidecar.events), 'events', reference);
      try {
        yield* eventChunks(segment);
      } finally {
        segment.close();
      }
    },
    slices(reference: SegmentReference): SliceColumns {
      const segment = openSegment(sidecarPath(runDirectory, record.sidecar.samples), 'slices', reference);
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

function* sampleChunks(segment: Segment): Iterable<Float64Array> {
  const buffer = new ArrayBuffer(8 * Math.min(CHUNK_ROWS, segment.rows));
  for (let first = 0; first < segment.rows; first += CHUNK_ROWS) {
    const rows = Math.min(CHUNK_ROWS, segment.rows - first);
    readColumn(segment, 0, first, rows, buffer);
    yield new Float64Array(buffer, 0, rows);
  }
}

function* eventChunks(segment: Segment): Iterable<EventColumns> {
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
    for (const [column, buffer] of buffers.entries()) readColumn(segment, column, first, rows, buffer);
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
): void {
  const width = SEGMENT_COLUMNS[segment.layout][column] ?? 0;
  const at = segment.payloadAt + (segment.offsets[column] ?? 0) + first * width;
  const read = readExactly(segment.file, new Uint8Array(buffer, 0, rows * width), at);
  if (read !== rows * width) throw new Error('a sidecar became shorter while it was read');
}
