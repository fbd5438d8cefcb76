// The canonical form that a round must have: from the scenario, the seed, the nonce and the witness, never from a runner.
import type { Expectation, ExpectedEvent, Scenario } from '../contract/scenario.ts';
import type { EventColumns } from '../contract/trace.ts';
import type { Alphabet } from './alphabet.ts';
import type { CanonicalForm } from './canonical.ts';
import { Canonical } from './canonical.ts';

/** Expected events go through the same loop as observed ones, in chunks: the first chunk is small, because most rounds have no more. */
const FIRST_ROWS = 512;
const BATCH_ROWS = 8192;

export function expectedForm(scenario: Scenario, alphabet: Alphabet, context: Expectation): CanonicalForm {
  const canonical = new Canonical(alphabet);
  for (const columns of expectedColumns(alphabet, scenario.expected(context))) canonical.push(columns);
  return canonical.finish();
}

/** In columns that the next batch overwrites, without times. */
export function* expectedColumns(
  alphabet: Alphabet,
  events: Iterable<ExpectedEvent>,
): Iterable<EventColumns> {
  let columns = timeless(FIRST_ROWS);
  let rows = 0;
  for (const event of events) {
    columns.kind[rows] = alphabet.codeOf(event.kind);
    columns.key[rows] = event.key;
    columns.id[rows] = event.id;
    columns.digest[rows] = event.digest;
    if (++rows < columns.key.length) continue;
    yield columns;
    rows = 0;
    if (columns.key.length < BATCH_ROWS) columns = timeless(BATCH_ROWS);
  }
  if (rows > 0) yield firstRows(columns, rows);
}

function timeless(rows: number): EventColumns {
  const columns = makeColumns(rows);
  columns.time.fill(Number.NaN);
  return columns;
}

/** Zeroed columns of this many rows. */
export function makeColumns(rows: number): EventColumns {
  return {
    time: new Float64Array(rows),
    key: new Uint32Array(rows),
    id: new Uint32Array(rows),
    digest: new Uint32Array(rows),
    kind: new Uint16Array(rows),
  };
}

function firstRows(columns: EventColumns, rows: number): EventColumns {
  return {
    time: columns.time.subarray(0, rows),
    key: columns.key.subarray(0, rows),
    id: columns.id.subarray(0, rows),
    digest: columns.digest.subarray(0, rows),
    kind: columns.kind.subarray(0, rows),
  };
}
