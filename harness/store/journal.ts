// The journal: one line for each invocation as it arrives, on the disk before the next one starts. What a crash leaves is complete.
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeFileSync } from 'node:fs';
import { FailureError } from '../contract/failure.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import { writeFailure } from './file-failure.ts';

export interface Journal {
  /** Throws a `FailureError` EL3001 or EL3003 when the line cannot be kept. */
  append(record: InvocationRecord): void;
  close(): void;
}

/** A line that a crash had cut is ended first, so that nothing new is glued to it. */
export function openJournal(path: string): Journal {
  const file = guarded(path, () => openSync(path, 'a+', 0o644));
  if (endsWithin(file)) guarded(path, () => writeFileSync(file, '\n'));
  return {
    append(record) {
      guarded(path, () => {
        writeFileSync(file, `${JSON.stringify(record)}\n`);
        fsyncSync(file);
      });
    },
    close: () => closeSync(file),
  };
}

/** True when the last line of the file was never ended. */
function endsWithin(file: number): boolean {
  const { size } = fstatSync(file);
  const last = new Uint8Array(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

function guarded<Value>(path: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw new FailureError(writeFailure(path, error));
  }
}
