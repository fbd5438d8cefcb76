// Events as numbers inside the checker, and as people read them in findings.
import type { ExpectedEvent } from '../contract/scenario.ts';
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

export function* codedExpected(alphabet: Alphabet, events: Iterable<ExpectedEvent>): Iterable<CodedEvent> {
  for (const { kind, key, id, digest } of events)
    yield { code: alphabet.codeOf(kind), key, id: id >>> 0, digest: digest >>> 0, timeNs: null };
}

export function* codedObserved(chunks: Iterable<EventColumns>): Iterable<CodedEvent> {
  for (const columns of chunks)
    for (let row = 0; row < columns.key.length; row++)
      yield {
        code: columns.kind[row] ?? 0,
        key: columns.key[row] ?? 0,
        id: columns.id[row] ?? 0,
        digest: columns.digest[row] ?? 0,
        timeNs: columns.time[row] ?? 0,
      };
}
