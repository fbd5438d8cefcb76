// The journal: one line for each invocation as it arrives, on the disk before the next one starts. What a crash leaves is complete.
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { FailureError, failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import { codeOf, writeFailure } from './file-failure.ts';

export interface Journal {
  /** Throws a `FailureError` EL3001 or EL3003 when the line cannot be kept. */
  append(record: InvocationRecord): void;
  close(): void;
}

export interface JournalContent {
  readonly records: readonly InvocationRecord[];
  /** The last line was cut: the harness died while it wrote it. */
  readonly truncated: boolean;
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

/** Throws a `FailureError`: EL1005 when there is no journal, EL3002 when another line than the last is damaged. */
export function readJournal(path: string): JournalContent {
  const lines = journalText(path).split('\n');
  // Text after the last line break is a line that was never finished, even where it happens to be valid.
  const unfinished = lines.pop() !== '';
  const records: InvocationRecord[] = [];
  for (const [i, line] of lines.entries()) {
    const record = parseRecord(line);
    if (record !== null) records.push(record);
    else if (i < lines.length - 1 || unfinished) throw new FailureError(damaged(path, i + 1, line));
    else return { records, truncated: true };
  }
  return { records, truncated: unfinished };
}

/** Lines come from this program alone; the check is against damage, not against strangers. */
function parseRecord(line: string): InvocationRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    const sound =
      typeof value === 'object' && value !== null && 'id' in value && 'outcome' in value && 'rounds' in value;
    return sound && Array.isArray(value.rounds) ? (value as InvocationRecord) : null;
  } catch {
    return null;
  }
}

function journalText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new FailureError(
      failure('EL1005', `${path} cannot be read (${codeOf(error)}).`, 'Name the folder of a run.'),
    );
  }
}

/** True when the last line of the file was never ended. */
function endsWithin(file: number): boolean {
  const { size } = fstatSync(file);
  const last = new Uint8Array(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

function damaged(path: string, line: number, text: string): Failure {
  return failure(
    'EL3002',
    `Line ${line} of ${path} is not an invocation record.`,
    'Run again: this journal cannot be trusted.',
    [text.slice(0, 200)],
  );
}

function guarded<Value>(path: string, act: () => Value): Value {
  try {
    return act();
  } catch (error) {
    throw new FailureError(writeFailure(path, error));
  }
}
