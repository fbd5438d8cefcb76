// A trail as a runner writes it.
import { TRAIL_ROW_BYTES } from '../contract/trail.ts';

/** Rows of key, kind, id, digest, time behind the header of round 7, and `spare` unused rows behind them. */
export function trailBytes(rows: readonly (readonly number[])[], spare = 0): Uint8Array {
  const view = new DataView(new ArrayBuffer((rows.length + 1 + spare) * TRAIL_ROW_BYTES));
  view.setUint32(0, 0x52545645, true);
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
