// The expected events of a round, for the several passes of a counterexample: kept if there are not too many, else computed again.
import type { ExpectedEvent } from '../contract/scenario.ts';
import type { EventColumns } from '../contract/trace.ts';
import type { Alphabet } from './alphabet.ts';
import { expectedColumns } from './expected-form.ts';

/** 22 bytes each: 44 MiB. */
const MOST_KEPT_ROWS = 2 ** 21;

export function expectedSide(
  alphabet: Alphabet,
  events: () => Iterable<ExpectedEvent>,
  mostRows = MOST_KEPT_ROWS,
): () => Iterable<EventColumns> {
  let kept: readonly EventColumns[] | null | undefined;
  return () => {
    if (kept === undefined) kept = copies(expectedColumns(alphabet, events()), mostRows);
    return kept ?? expectedColumns(alphabet, events());
  };
}

/** Null when there are more. */
function copies(chunks: Iterable<EventColumns>, mostRows: number): readonly EventColumns[] | null {
  const kept: EventColumns[] = [];
  let rows = 0;
  for (const { time, key, id, digest, kind } of chunks) {
    rows += key.length;
    if (rows > mostRows) return null;
    kept.push({
      time: time.slice(),
      key: key.slice(),
      id: id.slice(),
      digest: digest.slice(),
      kind: kind.slice(),
    });
  }
  return kept;
}
