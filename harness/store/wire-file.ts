// The file of `--wire`: every message of every session, as it comes, up to a limit that is told in the file itself.
import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FailureError } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { wireDropped, wireHeader, wireLine } from '../contract/wire.ts';
import type { WireEntry, WireSession } from '../contract/wire.ts';
import { writeFailure } from './file-failure.ts';
import { makeFolder } from './make-folder.ts';

/** A quick run of everything writes a few MiB. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Written together: a call for each message would fall between the windows of others. */
const HELD_CHARACTERS = 256 * 1024;

export interface WireFile {
  write(session: WireSession, entry: WireEntry): void;
  /** Why the file is not whole; null: it is. */
  close(): Failure | null;
}

/** Throws a `FailureError` EL3001 when the file cannot be made. */
export function openWireFile(path: string, version: string, mostBytes = MOST_BYTES): WireFile {
  const file = guarded(path, () => {
    makeFolder(dirname(path));
    return openSync(path, 'w', 0o644);
  });
  let held = wireHeader(version);
  let [length, dropped] = [held.length, 0];
  let broken: Failure | null = null;
  const flush = (): void => {
    try {
      const bytes = Buffer.from(held);
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    } catch (error) {
      // A run is worth more than the record of its messages: it goes on, and hears of it at the end.
      broken ??= writeFailure(path, error);
    }
    held = '';
  };
  return {
    write(session, entry) {
      if (broken !== null) return;
      const line = dropped > 0 ? '' : wireLine(session, entry);
      if (dropped > 0 || length + line.length > mostBytes) {
        dropped++;
        return;
      }
      length += line.length;
      held += line;
      if (held.length >= HELD_CHARACTERS) flush();
    },
    close() {
      if (dropped > 0) held += wireDropped(dropped);
      flush();
      closeSync(file);
      return broken;
    },
  };
}

function guarded<Value>(path: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw new FailureError(writeFailure(path, error));
  }
}
