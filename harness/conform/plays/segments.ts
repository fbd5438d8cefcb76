// Reads the segments of a sidecar file that a play has asked for, or says what is wrong with one.
import { crc32 } from 'node:zlib';
import type { SegmentReference } from '../../contract/message.ts';
import {
  SEGMENT_COLUMNS,
  SEGMENT_HEADER_BYTES,
  SEGMENT_TRAILER_BYTES,
  checkSegmentTrailer,
  parseSegmentHeader,
  segmentShape,
} from '../../contract/trace.ts';
import type { SegmentLayout } from '../../contract/trace.ts';
import { readForeignBytes } from '../../files/foreign-file.ts';
import { RECORDED } from '../../files/limits.ts';

export type ReadSegment =
  | { readonly ok: true; readonly columns: readonly (readonly number[])[]; readonly endsAt: number }
  | { readonly ok: false; readonly problem: string };

const READERS: Readonly<Record<number, (view: DataView, at: number) => number>> = {
  8: (view, at) => view.getFloat64(at, true),
  4: (view, at) => view.getUint32(at, true),
  2: (view, at) => view.getUint16(at, true),
};
export function readSegment(path: string, layout: SegmentLayout, reference: SegmentReference): ReadSegment {
  const no = (problem: string): ReadSegment => ({ ok: false, problem });
  let file: Buffer;
  try {
    file = readForeignBytes(path, RECORDED);
  } catch {
    return no(`${path} cannot be read`);
  }
  const bytes = file.subarray(reference.offset);
  const header = parseSegmentHeader(bytes);
  if ('kind' in header) return no(`its header is wrong: ${JSON.stringify(header)}`);
  if (header.layout !== layout) return no(`its layout is ${header.layout}, not ${layout}`);
  if (header.rows !== reference.count)
    return no(`it has ${header.rows} rows, and the reply says ${reference.count}`);
  const end = SEGMENT_HEADER_BYTES + header.payloadBytes;
  const payload = bytes.subarray(SEGMENT_HEADER_BYTES, end);
  const trailer = checkSegmentTrailer(bytes.subarray(end), header, crc32(payload));
  if (trailer !== null) return no(`its end is wrong: ${JSON.stringify(trailer)}`);
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const { offsets } = segmentShape(layout, header.rows);
  const columns = SEGMENT_COLUMNS[layout].map((width, index) => {
    const read = READERS[width] ?? (() => Number.NaN);
    return Array.from({ length: header.rows }, (_, row) => read(view, (offsets[index] ?? 0) + width * row));
  });
  return { ok: true, columns, endsAt: reference.offset + end + SEGMENT_TRAILER_BYTES };
}
