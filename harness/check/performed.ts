// What may be missing from a round that did not end: only an event whose stimulus the witness performed.
import { assertNever } from '../contract/failure.ts';
import { shutdownWay } from '../contract/peer-stimulus.ts';
import type { ExpectedEvent, Stimulus } from '../contract/scenario.ts';
import type { WitnessRecord } from '../contract/witness.ts';

/** The expected events without those that wait for a witness which never acted. */
export function performedOf(
  expected: () => Iterable<ExpectedEvent>,
  stimulus: Stimulus,
  witness: WitnessRecord | null,
): () => Iterable<ExpectedEvent> {
  if (witness === null) return expected;
  switch (witness.kind) {
    case 'edits':
      return statesAmong(expected, witness.edits);
    case 'acts':
      return statesAmong(expected, witness.states);
    case 'burst':
      // Its states are listed whether it wrote or not: without a GO it has no span.
      return witness.endedNs > 0 ? expected : () => [];
    case 'clients':
      return calledOn(expected, stimulus, witness.clients);
    case 'relay':
      return witness.bytesSent > 0 ? expected : () => [];
    case 'signals':
      return () => signalled(expected(), witness);
    case 'shutdown':
      return witness.late === 'never-sent' ? () => beforeClosing(expected()) : expected;
    case 'echo-proxy':
      return witness.held > 0 ? () => answerable(expected(), witness) : expected;
    case 'http-clients':
      return witness.connections > 0 ? expected : () => [];
    // These only answer: what they did not do, nobody asked them for.
    case 'files':
    case 'datagrams':
    case 'addresses':
    case 'upstreams':
    case 'pool':
    case 'timers':
      return expected;
    default:
      return assertNever(witness);
  }
}

interface State {
  readonly key: number;
  readonly digest: number;
}

/** Events of other kinds than those of states come in between them: they can be missing when all states were made. */
function statesAmong(
  expected: () => Iterable<ExpectedEvent>,
  states: readonly State[],
): () => Iterable<ExpectedEvent> {
  const made = new Set(states.map(nameOf));
  const events = [...expected()];
  const kinds = new Set(events.filter((event) => made.has(nameOf(event))).map(({ kind }) => kind));
  const all = kinds.size > 0 && events.every((event) => !kinds.has(event.kind) || made.has(nameOf(event)));
  const kept = events.filter((event) => (kinds.has(event.kind) ? made.has(nameOf(event)) : all));
  return () => kept;
}

const nameOf = ({ key, digest }: State): string => `${key} ${digest}`;

/** A connection that its client did not make, the server cannot have lost. */
function* calls(
  expected: Iterable<ExpectedEvent>,
  connections: number,
  clients: readonly { readonly bytesSent: number }[],
): Iterable<ExpectedEvent> {
  for (const event of expected)
    if (event.key < connections ? (clients[event.key]?.bytesSent ?? 0) > 0 : clients.length > 0) yield event;
}

function calledOn(
  expected: () => Iterable<ExpectedEvent>,
  stimulus: Stimulus,
  clients: readonly { readonly bytesSent: number }[],
): () => Iterable<ExpectedEvent> {
  const connections = 'connections' in stimulus ? stimulus.connections : 0;
  return () => calls(expected(), connections, clients);
}

/**
 * Where the proxy holds back the first replies, no client had a reply. A server that answered several connections owes the others their first
 * one. Of one that answered a single connection another rule speaks: `rules/served-alone.ts`.
 */
function* answerable(
  expected: Iterable<ExpectedEvent>,
  { connections, held }: Extract<WitnessRecord, { kind: 'echo-proxy' }>,
): Iterable<ExpectedEvent> {
  for (const event of expected) {
    const seen = connections[event.key];
    const isOwed = held > 1 && seen !== undefined && seen.bytesToServer > 0 && seen.bytesToClient === 0;
    if (event.kind === 'open' || (event.kind === 'reply' && event.id === 0 && isOwed)) yield event;
  }
}

/** A server that was never told to close has not been asked for the rest of what its clients had begun. */
function* beforeClosing(expected: Iterable<ExpectedEvent>): Iterable<ExpectedEvent> {
  for (const event of expected) {
    const way = shutdownWay(event.key);
    const first = event.id === 0;
    if (event.kind === 'open' || event.kind === 'closing') yield event;
    if (event.kind === 'request' && first && way !== 'half-asked') yield event;
    if (event.kind === 'answered' && first && (way === 'idle' || way === 'silent')) yield event;
  }
}

/** So many events of a kind can have come of the signals that were sent; one more of those that ask for a signal. */
function* signalled(
  expected: Iterable<ExpectedEvent>,
  { singles, burst, blocked, children }: Extract<WitnessRecord, { kind: 'signals' }>,
): Iterable<ExpectedEvent> {
  const most: Readonly<Record<string, number>> = {
    asked: singles + 1,
    received: singles,
    settled: burst,
    held: blocked + 1,
    heard: blocked,
    released: blocked,
  };
  const counts = new Map<string, number>();
  const called = new Set<number>();
  for (const event of expected) {
    const { kind, key } = event;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (kind in most) {
      if (count <= (most[kind] ?? 0)) yield event;
      continue;
    }
    called.add(key);
    if (called.size <= children) yield event;
  }
}
