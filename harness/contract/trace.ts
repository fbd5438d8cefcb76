// Event records and the binary layout of the sidecar files in which samples and traces travel.
import type { SegmentReference } from './message.ts';

/** Columns of events in recorder order. All have the same length; `time` is in ns since the runner's epoch. */
export interface EventColumns {
  readonly time: Float64Array;
  readonly key: Uint32Array;
  readonly id: Uint32Array;
  readonly digest: Uint32Array;
  readonly kind: Uint16Array;
}

/** One event, for golden traces, counterexamples and people. */
export interface TraceEvent {
  readonly kind: string;
  readonly key: number;
  readonly id: number;
  readonly digest: number;
  /** Nanoseconds since the runner's epoch. */
  readonly time: number;
}

/**
 * Slices in the order in which they ran, warm-up first. Times are ns since the runner's epoch; CPU is that of the whole process,
 * all its threads, in ns since its start, read at the same moments.
 */
export interface SliceColumns {
  readonly start: Float64Array;
  readonly end: Float64Array;
  readonly cpuStart: Float64Array;
  readonly cpuEnd: Float64Array;
  readonly operations: Uint32Array;
}

export type SegmentLayout = 'samples' | 'events' | 'slices';

/** Byte widths of the columns of each layout, in file order. Time-like columns are integer-valued float64 (exact below 2^53). */
export const SEGMENT_COLUMNS: Readonly<Record<SegmentLayout, readonly number[]>> = {
  samples: [8],
  events: [8, 4, 4, 4, 2],
  slices: [8, 8, 8, 8, 4],
};
export const SEGMENT_LAYOUT_CODE: Readonly<Record<SegmentLayout, number>> = {
  samples: 1,
  events: 2,
  slices: 3,
};

/**
 * A sidecar file is a sequence of segments, one per round, each:
 *
 *     0   4  magic "EVSG"
 *     4   2  version, 1
 *     6   2  byte order mark 0x1234, written in the file's order; readers refuse anything but little-endian
 *     8   2  layout code
 *     10  2  number of columns
 *     12  4  zero
 *     16  8  number of rows
 *     24  8  bytes of payload
 *     32  -  payload: the columns one after the other, each padded with zeros to a multiple of 8 bytes
 *     -   8  number of rows, again
 *     -   4  CRC-32 of the payload
 *     -   4  magic "GSVE"
 *
 * All integers are unsigned and little-endian. A file that was cut anywhere has no valid last segment.
 */
export const SEGMENT_HEADER_BYTES = 32;
export const SEGMENT_TRAILER_BYTES = 16;
export const SEGMENT_VERSION = 1;
export const SEGMENT_BYTE_ORDER = 0x1234;

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Where each column begins within the payload, and how long the payload is. */
export function segmentShape(
  layout: SegmentLayout,
  rows: number,
): { offsets: number[]; payloadBytes: number } {
  let at = 0;
  const offsets = SEGMENT_COLUMNS[layout].map((width) => {
    const offset = at;
    at += padded(width * rows);
    return offset;
  });
  return { offsets, payloadBytes: at };
}

export interface SegmentHeader {
  readonly layout: SegmentLayout;
  readonly rows: number;
  readonly payloadBytes: number;
}

/** Header and trailer bytes around a payload whose CRC-32 is known. */
export function segmentFrame(
  layout: SegmentLayout,
  rows: number,
  payloadCrc: number,
): { header: Uint8Array; trailer: Uint8Array } {
  const { payloadBytes } = segmentShape(layout, rows);
  const header = new DataView(new ArrayBuffer(SEGMENT_HEADER_BYTES));
  writeMagic(header, 0, 'EVSG');
  header.setUint16(4, SEGMENT_VERSION, true);
  header.setUint16(6, SEGMENT_BYTE_ORDER, true);
  header.setUint16(8, SEGMENT_LAYOUT_CODE[layout], true);
  header.setUint16(10, SEGMENT_COLUMNS[layout].length, true);
  header.setBigUint64(16, BigInt(rows), true);
  header.setBigUint64(24, BigInt(payloadBytes), true);
  const trailer = new DataView(new ArrayBuffer(SEGMENT_TRAILER_BYTES));
  trailer.setBigUint64(0, BigInt(rows), true);
  trailer.setUint32(8, payloadCrc, true);
  writeMagic(trailer, 12, 'GSVE');
  return { header: new Uint8Array(header.buffer), trailer: new Uint8Array(trailer.buffer) };
}

export type SegmentProblem =
  | { readonly kind: 'short'; readonly wanted: number; readonly found: number }
  | { readonly kind: 'magic'; readonly at: 'header' | 'trailer' }
  | { readonly kind: 'version'; readonly found: number }
  | { readonly kind: 'byte-order' }
  | { readonly kind: 'layout'; readonly found: number }
  | { readonly kind: 'rows'; readonly declared: number; readonly found: number }
  | { readonly kind: 'crc'; readonly declared: number; readonly found: number };

/** Reads a header, or says what is wrong with it. */
export function parseSegmentHeader(bytes: Uint8Array): SegmentHeader | SegmentProblem {
  if (bytes.length < SEGMENT_HEADER_BYTES)
    return { kind: 'short', wanted: SEGMENT_HEADER_BYTES, found: bytes.length };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (readMagic(view, 0) !== 'EVSG') return { kind: 'magic', at: 'header' };
  if (view.getUint16(6, true) !== SEGMENT_BYTE_ORDER) return { kind: 'byte-order' };
  if (view.getUint16(4, true) !== SEGMENT_VERSION) return { kind: 'version', found: view.getUint16(4, true) };
  const code = view.getUint16(8, true);
  const layout = (['samples', 'events', 'slices'] as const).find(
    (name) => SEGMENT_LAYOUT_CODE[name] === code,
  );
  if (layout === undefined || view.getUint16(10, true) !== SEGMENT_COLUMNS[layout].length)
    return { kind: 'layout', found: code };
  const rows = Number(view.getBigUint64(16, true));
  const payloadBytes = Number(view.getBigUint64(24, true));
  const wanted = segmentShape(layout, rows).payloadBytes;
  if (payloadBytes !== wanted) return { kind: 'short', wanted, found: payloadBytes };
  return { layout, rows, payloadBytes };
}

/** Checks a trailer against its header and the CRC-32 found while reading the payload; null when all agree. */
export function checkSegmentTrailer(
  bytes: Uint8Array,
  header: SegmentHeader,
  payloadCrc: number,
): SegmentProblem | null {
  if (bytes.length < SEGMENT_TRAILER_BYTES)
    return { kind: 'short', wanted: SEGMENT_TRAILER_BYTES, found: bytes.length };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (readMagic(view, 12) !== 'GSVE') return { kind: 'magic', at: 'trailer' };
  const rows = Number(view.getBigUint64(0, true));
  if (rows !== header.rows) return { kind: 'rows', declared: header.rows, found: rows };
  const declared = view.getUint32(8, true);
  if (declared !== payloadCrc) return { kind: 'crc', declared, found: payloadCrc };
  return null;
}

function writeMagic(view: DataView, at: number, magic: string): void {
  for (let i = 0; i < 4; i++) view.setUint8(at + i, magic.charCodeAt(i));
}

function readMagic(view: DataView, at: number): string {
  return String.fromCharCode(
    view.getUint8(at),
    view.getUint8(at + 1),
    view.getUint8(at + 2),
    view.getUint8(at + 3),
  );
}

/**
 * Reads the sidecar files of one invocation, chunk by chunk, in bounded memory. Each iteration checks frame, counts and digest;
 * it throws a `FailureError` EL3002 that names the file and the problem when they do not hold.
 */
export interface SidecarReader {
  events(segment: SegmentReference): Iterable<EventColumns>;
  samples(segment: SegmentReference): Iterable<Float64Array>;
  /** Reads all slices at once: an invocation has some hundreds. */
  slices(segment: SegmentReference): SliceColumns;
}
