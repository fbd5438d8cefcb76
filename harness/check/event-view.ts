// Events as numbers inside the checker, and as text in findings.
import type { EventColumns } from '../contract/trace.ts';
import type { EventView } from '../contract/verdict.ts';
import type { Alphabet } from './alphabet.ts';

/** One event by code. `timeNs` is null for what was expected. */
export interface CodedEvent {
  readonly code: number;
  readonly key: number;
  readonly id: number;
  readonly digest: number;
  readonly timeNs: number | null;
}

export function sameEvent(a: CodedEvent, b: CodedEvent): boolean {
  return a.code === b.code && a.id === b.id && a.digest === b.digest;
}

/** Eight hexadecimal digits. */
export function hex(digest: number): string {
  return (digest >>> 0).toString(16).padStart(8, '0');
}

export function viewOf(alphabet: Alphabet, event: CodedEvent, index: number): EventView {
  return {
    index,
    kind: alphabet.nameOf(event.code),
    key: event.key,
    id: event.id,
    digest: hex(event.digest),
    timeNs: event.timeNs,
  };
}

export function* codedObserved(chunks: Iterable<EventColumns>): Iterable<CodedEvent> {
  for (const columns of chunks)
    for (let row = 0; row < columns.key.length; row++) yield eventAt(columns, row);
}

/** Null for a time that is not a number: an expected event has no time. */
export function eventAt({ kind, key, id, digest, time }: EventColumns, row: number): CodedEvent {
  const timeNs = time[row] ?? Number.NaN;
  return {
    code: kind[row] ?? 0,
    key: key[row] ?? 0,
    id: id[row] ?? 0,
    digest: digest[row] ?? 0,
    timeNs: Number.isNaN(timeNs) ? null : timeNs,
  };
}
