// Opens one segment of a sidecar file: its frame at once, and its content by the digest before or while it is read.
import { closeSync, fstatSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { FailureError, assertNever, failure } from '../contract/failure.ts';
import type { SegmentReference } from '../contract/message.ts';
import {
  SEGMENT_HEADER_BYTES,
  SEGMENT_TRAILER_BYTES,
  checkSegmentTrailer,
  parseSegmentHeader,
  segmentShape,
} from '../contract/trace.ts';
import type { SegmentHeader, SegmentLayout, SegmentProblem } from '../contract/trace.ts';
import { openForeign } from '../files/foreign-file.ts';
import type { HeldFile } from '../files/held-file.ts';
import { codeOf } from './file-failure.ts';
import { readExactly } from './read-exactly.ts';

export interface Segment {
  readonly path: string;
  readonly file: number;
  readonly layout: SegmentLayout;
  readonly rows: number;
  /** Where the payload begins in the file, and each column in the payload. */
  readonly payloadAt: number;
  readonly offsets: readonly number[];
  close(): void;
}

/** A segment whose frame holds, and of whose content nothing is known yet. */
export interface Frame extends Segment {
  readonly payloadBytes: number;
  /** Throws a `FailureError` EL3002 when this is not the digest that was announced. */
  check(payloadCrc: number): void;
}

/** A path where the file is opened for this reading, or the handle that the harness has held since before there was a runner. */
export type SegmentSource = string | HeldFile;

const DIGEST_CHUNK_BYTES = 512 * 1024;

/** For small segments, and for callers that do not read to the end: the whole segment is digested before a single row is used. */
export function openSegment(
  source: SegmentSource,
  layout: SegmentLayout,
  reference: SegmentReference,
): Segment {
  const frame = openFrame(source, layout, reference);
  try {
    frame.check(digest(frame.file, frame.payloadAt, frame.payloadBytes));
    return frame;
  } catch (error) {
    frame.close();
    throw error;
  }
}

/** For those who digest while they read, and believe nothing of it before `check`. */
export function openFrame(
  source: SegmentSource,
  layout: SegmentLayout,
  { offset, count }: SegmentReference,
): Frame {
  const path = pathOf(source);
  const file = typeof source === 'string' ? open(source) : source.file;
  const close = (): void => {
    if (typeof source === 'string') closeSync(file);
  };
  try {
    const { header, trailer } = checkFrame(path, file, offset, layout, count);
    const { rows, payloadBytes } = header;
    const payloadAt = offset + SEGMENT_HEADER_BYTES;
    const { offsets } = segmentShape(layout, rows);
    return {
      path,
      file,
      layout,
      rows,
      payloadAt,
      payloadBytes,
      offsets,
      check(payloadCrc) {
        const problem = checkSegmentTrailer(trailer, header, payloadCrc);
        if (problem !== null) throw damage(path, `at byte ${offset}, ${describe(problem)}`);
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

export const pathOf = (source: SegmentSource): string => (typeof source === 'string' ? source : source.path);

/** evenloop made it as a file: whatever else is at its path now is not what was recorded. */
function open(path: string): number {
  try {
    return openForeign(path, { mostBytes: Number.MAX_SAFE_INTEGER, links: 'refused' }).file;
  } catch (error) {
    throw damage(path, `it cannot be opened (${codeOf(error)})`);
  }
}

function checkFrame(
  path: string,
  file: number,
  offset: number,
  layout: SegmentLayout,
  count: number,
): { readonly header: SegmentHeader; readonly trailer: Uint8Array } {
  const refuse = (problem: SegmentProblem | null): void => {
    if (problem !== null) throw damage(path, `at byte ${offset}, ${describe(problem)}`);
  };
  const header = parseSegmentHeader(take(file, SEGMENT_HEADER_BYTES, offset));
  if ('kind' in header) throw damage(path, `at byte ${offset}, ${describe(header)}`);
  if (header.layout !== layout)
    throw damage(path, `at byte ${offset}, it holds ${header.layout} and not ${layout}`);
  // What the runner said in its reply and what it wrote must be the same.
  if (header.rows !== count) refuse({ kind: 'rows', declared: count, found: header.rows });
  const payloadAt = offset + SEGMENT_HEADER_BYTES;
  // A header that promises too much costs nothing.
  const found = Math.max(0, fstatSync(file).size - payloadAt);
  if (found < header.payloadBytes) refuse({ kind: 'short', wanted: header.payloadBytes, found });
  const trailer = take(file, SEGMENT_TRAILER_BYTES, payloadAt + header.payloadBytes);
  refuse(checkSegmentTrailer(trailer, header, announcedCrc(trailer)));
  return { header, trailer };
}

/** So that all but the digest is checked: that of the content is not known yet. */
function announcedCrc(trailer: Uint8Array): number {
  const whole = trailer.length === SEGMENT_TRAILER_BYTES;
  return whole ? new DataView(trailer.buffer, trailer.byteOffset).getUint32(8, true) : 0;
}

function take(file: number, length: number, position: number): Uint8Array {
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, readExactly(file, bytes, position));
}

/** Of what there is, when the file became shorter meanwhile: then it is not the one that was announced. */
function digest(file: number, position: number, length: number): number {
  const chunk = new Uint8Array(Math.min(DIGEST_CHUNK_BYTES, length));
  let crc = 0;
  let bytes = 0;
  while (bytes < length) {
    const wanted = Math.min(chunk.length, length - bytes);
    const got = readExactly(file, chunk.subarray(0, wanted), position + bytes);
    crc = crc32(chunk.subarray(0, got), crc);
    bytes += got;
    if (got < wanted) break;
  }
  return crc;
}

function describe(problem: SegmentProblem): string {
  switch (problem.kind) {
    case 'short':
      return `${problem.wanted} bytes should follow, but there are ${problem.found}`;
    case 'magic':
      return `the ${problem.at} of a segment is missing`;
    case 'version':
      return `the segment has version ${problem.found}, which this evenloop does not read`;
    case 'byte-order':
      return 'the byte order is not little-endian';
    case 'layout':
      return `the layout ${problem.found} is unknown or has other columns`;
    case 'rows':
      return `${problem.declared} rows were announced, but there are ${problem.found}`;
    case 'crc':
      return `the digest ${hex(problem.declared)} was announced, but the content has ${hex(problem.found)}`;
    default:
      return assertNever(problem);
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

export function damage(path: string, cause: string): FailureError {
  const next =
    'Run the cell again. If the runner is your own, compare what it writes with the layout of sidecar files.';
  return new FailureError(failure('EL3002', `The sidecar ${path} is damaged: ${cause}.`, next));
}
