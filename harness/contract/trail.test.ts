// A trail is read as far as it was written, and a file that is none is refused.
import { expect, test } from 'vitest';
import { trailBytes } from '../testing/trail-bytes.ts';
import { TRAIL_ROW_BYTES, readTrail } from './trail.ts';

const ROWS = [
  [3, 1, 0xffffffff, 5, 1000],
  [4, 2, 6, 7, 2000],
] as const;

test.each([0, 5])('events end at the end of the file or at the first unused row (%i of them)', (spare) => {
  const read = readTrail(trailBytes(ROWS, spare));
  expect(read?.round).toBe(7);
  expect([...(read?.events.key ?? [])]).toEqual([3, 4]);
  expect([...(read?.events.kind ?? [])]).toEqual([1, 2]);
  expect([...(read?.events.id ?? [])]).toEqual([0xffffffff, 6]);
  expect([...(read?.events.digest ?? [])]).toEqual([5, 7]);
  expect([...(read?.events.time ?? [])]).toEqual([1000, 2000]);
});

test('a row that was cut is no event', () => {
  expect(readTrail(trailBytes(ROWS).subarray(0, 3 * TRAIL_ROW_BYTES - 1))?.events.key).toHaveLength(1);
});

test('without its magic, its version or its byte order, or too short for them, it is none', () => {
  expect(readTrail(new Uint8Array())).toBeNull();
  expect(readTrail(trailBytes([]).subarray(0, 20))).toBeNull();
  for (const at of [0, 4, 6]) {
    const bytes = trailBytes(ROWS);
    bytes[at] = 9;
    expect(readTrail(bytes)).toBeNull();
  }
});
