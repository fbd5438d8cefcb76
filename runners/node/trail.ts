// The trail of a traced round: each event goes to a file at once, so that it outlives a loop that blocks and a process that dies.
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { TRAIL_ROW_BYTES } from '../../harness/contract/trail.ts';

export interface Trail {
  /** Forgets the last round; what is added from now on belongs to this one. */
  begin(round: number): void;
  add(kind: number, key: number, id: number, digest: number, timeNs: number): void;
  /** Takes the trail away: a round without one begins. */
  clear(): void;
  close(): void;
}

/** Null when the file cannot be made: a runner does without a trail. */
export function openTrail(path: string): Trail | null {
  let file: number;
  try {
    file = openSync(path, 'w');
  } catch {
    return null;
  }
  const row = new ArrayBuffer(TRAIL_ROW_BYTES);
  const bytes = new Uint8Array(row);
  const words = new Uint32Array(row);
  const times = new Float64Array(row);
  let at = 0;
  let writing = false;

  /** What cannot be written whole must not look whole. */
  function append(): void {
    try {
      if (writeSync(file, bytes, 0, TRAIL_ROW_BYTES, at) !== TRAIL_ROW_BYTES) clear();
      else at += TRAIL_ROW_BYTES;
    } catch {
      clear();
    }
  }

  function clear(): void {
    if (at > 0 || writing) ftruncateSync(file, 0);
    writing = false;
    at = 0;
  }

  return {
    begin(round) {
      clear();
      writing = true;
      bytes.fill(0);
      bytes.set(HEADER);
      words[2] = round;
      append();
    },
    add(kind, key, id, digest, timeNs) {
      if (!writing) return;
      words[0] = key;
      words[1] = kind;
      words[2] = id;
      words[3] = digest;
      times[2] = timeNs;
      append();
    },
    clear,
    close: () => closeSync(file),
  };
}

/** Magic, version 1, byte order mark. The numbers of a row are written as they lie in memory: this machine is little-endian, as `openSidecar` makes sure. */
const HEADER = [...Buffer.from('EVTR'), 1, 0, 0x34, 0x12];
