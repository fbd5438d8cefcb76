// Appends segments to the sidecar files in which samples and events travel. Only between rounds.
import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { SegmentReference } from '../../harness/contract/message.ts';
import { SEGMENT_COLUMNS, segmentFrame } from '../../harness/contract/trace.ts';
import type { SegmentLayout } from '../../harness/contract/trace.ts';
import { WorkloadFailure } from './workload-failure.ts';

type Column = Float64Array | Uint32Array | Uint16Array;

export interface Sidecar {
  /** Writes the first `rows` of each column, in the order of the layout, as one segment. */
  append(layout: SegmentLayout, columns: readonly Column[], rows: number): SegmentReference;
  close(): void;
}

/** Makes the file, empty. The columns are written as they lie in memory, so only little-endian machines can. */
export function openSidecar(path: string): Sidecar {
  if (new Uint8Array(new Uint16Array([1]).buffer)[0] !== 1)
    throw new WorkloadFailure('sidecar', 'this machine is big-endian; sidecar files are little-endian');
  const file = attempt(path, () => openSync(path, 'w'));
  let offset = 0;
  return {
    append(layout, columns, rows) {
      const reference = { offset, count: rows };
      const payload = columns.flatMap((column, i) => padded(column, rows, SEGMENT_COLUMNS[layout][i]));
      const payloadCrc = payload.reduce((crc, part) => crc32(part, crc), 0);
      const { header, trailer } = segmentFrame(layout, rows, payloadCrc);
      for (const part of [header, ...payload, trailer]) offset += attempt(path, () => writeWhole(file, part));
      return reference;
    },
    close: () => closeSync(file),
  };
}

/** The bytes of the first `rows`, and the zeros that fill them up to a multiple of eight. */
function padded(column: Column, rows: number, width: number | undefined): Uint8Array[] {
  if (column.BYTES_PER_ELEMENT !== width)
    throw new Error(`a column of ${column.BYTES_PER_ELEMENT} bytes where the layout has ${width}`);
  const bytes = new Uint8Array(column.buffer, column.byteOffset, rows * width);
  const rest = -bytes.length & 7;
  return rest === 0 ? [bytes] : [bytes, new Uint8Array(rest)];
}

/** Disks may take less than they were offered. */
function writeWhole(file: number, bytes: Uint8Array): number {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
  return written;
}

function attempt<Value>(path: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    throw new WorkloadFailure(
      'sidecar',
      `${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
