// The trail: a file in which the events of a traced round stand as soon as they were emitted, so that they can be read after a hang or a crash.
import type { EventColumns } from './trace.ts';

/**
 * A trail is rows of 24 bytes, all numbers little-endian. The first row is the header:
 *
 *     0   4  magic "EVTR"
 *     4   2  version, 1
 *     6   2  byte order mark 0x1234
 *     8   4  number of the round
 *     12  12 zero
 *
 * Each further row is one event: key (u32), kind (u32), id (u32), digest (u32), time (float64, ns since the runner's epoch). The
 * rows end at the first whose kind is 0, or at the end of the file: it may be mapped in its full length, or grow row by row.
 * A runner that cannot write any further, or begins a round without a trail, takes the magic away: a trail is whole or absent.
 */
export const TRAIL_ROW_BYTES = 24;
const VERSION = 1;
const BYTE_ORDER = 0x1234;
const MAGIC = 0x52545645;

/** Rounds that may record more have no trail: it must fit into memory, and cost a traced round little. */
export const MOST_TRAIL_EVENTS = 65_536;

export interface TrailRecord {
  readonly round: number;
  readonly events: EventColumns;
}

/** Null where these bytes are no trail. Only for a file that nobody writes any more. */
export function readTrail(bytes: Uint8Array): TrailRecord | null {
  if (bytes.length < TRAIL_ROW_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC || view.getUint16(4, true) !== VERSION) return null;
  if (view.getUint16(6, true) !== BYTE_ORDER) return null;
  return { round: view.getUint32(8, true), events: eventsOf(view, rowsOf(view)) };
}

/** A row that was cut is no event. */
function rowsOf(view: DataView): number {
  const most = Math.floor(view.byteLength / TRAIL_ROW_BYTES) - 1;
  let rows = 0;
  while (rows < most && view.getUint32((rows + 1) * TRAIL_ROW_BYTES + 4, true) !== 0) rows++;
  return rows;
}

function eventsOf(view: DataView, rows: number): EventColumns {
  const events: EventColumns = {
    time: new Float64Array(rows),
    key: new Uint32Array(rows),
    id: new Uint32Array(rows),
    digest: new Uint32Array(rows),
    kind: new Uint16Array(rows),
  };
  for (let row = 0; row < rows; row++) {
    const at = (row + 1) * TRAIL_ROW_BYTES;
    events.key[row] = view.getUint32(at, true);
    events.kind[row] = view.getUint32(at + 4, true);
    events.id[row] = view.getUint32(at + 8, true);
    events.digest[row] = view.getUint32(at + 12, true);
    events.time[row] = view.getFloat64(at + 16, true);
  }
  return events;
}
