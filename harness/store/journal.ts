// The journal: one line for each thing that happened. What a killed process leaves is complete but for the line that it was writing.
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeFileSync } from 'node:fs';
import { FailureError } from '../contract/failure.ts';
import type { JournalLine } from '../contract/journal.ts';
import { writeFailure } from './file-failure.ts';

export interface Journal {
  /** Throws a `FailureError` EL3001 or EL3003 when the line cannot be kept. A power cut loses nothing up to the last judgement. */
  append(line: JournalLine): void;
  close(): void;
}

const TAKEN_ALONG: ReadonlySet<JournalLine['kind']> = new Set(['invocation', 'window', 'disturbance']);

/** A line that a crash had cut is ended first, so that nothing new is glued to it. */
export function openJournal(path: string): Journal {
  const file = guarded(path, () => openSync(path, 'a+', 0o644));
  if (endsWithin(file)) guarded(path, () => writeFileSync(file, '\n'));
  return {
    append(line) {
      guarded(path, () => {
        writeFileSync(file, `${JSON.stringify(line)}\n`);
        // A record is followed by its judgement at once, which takes it along: one wait for the disk, not two.
        if (!TAKEN_ALONG.has(line.kind)) fsyncSync(file);
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
