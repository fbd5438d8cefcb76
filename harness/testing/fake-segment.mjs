// Writes one sidecar segment by hand, from the layout in `harness/contract/trace.ts`: the fake runner shares no code with the harness.
import { appendFileSync, existsSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';

const LAYOUTS = { samples: [1, [8]], events: [2, [8, 4, 4, 4, 2]], slices: [3, [8, 8, 8, 8, 4]] };
const WRITERS = {
  8: (buffer, value, at) => buffer.writeDoubleLE(value, at),
  4: (buffer, value, at) => buffer.writeUInt32LE(value, at),
  2: (buffer, value, at) => buffer.writeUInt16LE(value, at),
};

/** Appends `rows` (arrays of column values) and returns where the segment begins. `cutBytes` are left out at its end. */
export function appendSegment(path, layout, rows, cutBytes = 0) {
  const [code, widths] = LAYOUTS[layout];
  const payload = Buffer.concat(widths.map((width, i) => column(width, rows, i)));
  const header = Buffer.alloc(32);
  header.write('EVSG', 0, 'latin1');
  header.writeUInt16LE(1, 4);
  header.writeUInt16LE(0x1234, 6);
  header.writeUInt16LE(code, 8);
  header.writeUInt16LE(widths.length, 10);
  header.writeBigUInt64LE(BigInt(rows.length), 16);
  header.writeBigUInt64LE(BigInt(payload.length), 24);
  const trailer = Buffer.alloc(16);
  trailer.writeBigUInt64LE(BigInt(rows.length), 0);
  trailer.writeUInt32LE(crc32(payload), 8);
  trailer.write('GSVE', 12, 'latin1');
  const offset = existsSync(path) ? statSync(path).size : 0;
  const whole = Buffer.concat([header, payload, trailer]);
  appendFileSync(path, whole.subarray(0, whole.length - cutBytes));
  return { offset, count: rows.length };
}

function column(width, rows, index) {
  const buffer = Buffer.alloc(Math.ceil((width * rows.length) / 8) * 8);
  for (const [i, row] of rows.entries()) WRITERS[width](buffer, row[index], i * width);
  return buffer;
}
