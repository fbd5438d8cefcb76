// A trail is read as far as it was written, and a file that is none is refused.
import { expect, test } from 'vitest';
import { TRAIL_ROW_BYTES, readTrail } from './trail.ts';

/** Rows of key, kind, id, digest, time behind the header of round 7. */
function trail(rows: readonly (readonly number[])[], spare = 0): Uint8Array {
  const view = new DataView(new ArrayBuffer((rows.length + 1 + spare) * TRAIL_ROW_BYTES));
  for (const [at, letter] of Array.from('EVTR').entries()) view.setUint8(at, letter.charCodeAt(0));
  view.setUint16(4, 1, true);
  view.setUint16(6, 0x1234, true);
  view.setUint32(8, 7, true);
  for (const [row, numbers] of rows.entries()) {
    const at = (row + 1) * TRAIL_ROW_BYTES;
    for (const [column, number] of numbers.slice(0, 4).entries())
      view.setUint32(at + 4 * column, number, true);
    view.setFloat64(at + 16, numbers[4] ?? 0, true);
  }
  return new Uint8Array(view.buffer);
}

const ROWS = [
  [3, 1, 0xffffffff, 5, 1000],
  [4, 2, 6, 7, 2000],
] as const;

test.each([0, 5])('events end at the end of the file or at the first unused row (%i of them)', (spare) => {
  const read = readTrail(trail(ROWS, spare));
  expect(read?.round).toBe(7);
  expect([...(read?.events.key ?? [])]).toEqual([3, 4]);
  expect([...(read?.events.kind ?? [])]).toEqual([1, 2]);
  expect([...(read?.events.id ?? [])]).toEqual([0xffffffff, 6]);
  expect([...(read?.events.digest ?? [])]).toEqual([5, 7]);
  expect([...(read?.events.time ?? [])]).toEqual([1000, 2000]);
});

test('a row that was cut is no event', () => {
  expect(readTrail(trail(ROWS).subarray(0, 3 * TRAIL_ROW_BYTES - 1))?.events.key).toHaveLength(1);
});

test('without its magic, its version or its byte order, or too short for them, it is none', () => {
  expect(readTrail(new Uint8Array())).toBeNull();
  expect(readTrail(trail([]).subarray(0, 20))).toBeNull();
  for (const at of [0, 4, 6]) {
    const bytes = trail(ROWS);
    bytes[at] = 9;
    expect(readTrail(bytes)).toBeNull();
  }
});
