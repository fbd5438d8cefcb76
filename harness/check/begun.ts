// How far a round had come that broke off: what came before the last event that was seen on a key should have been seen as well.
import type { ExpectedEvent } from '../contract/scenario.ts';
import type { EventColumns } from '../contract/trace.ts';
import type { Alphabet } from './alphabet.ts';

export interface Begun {
  /** The expected events as far as the round had come. */
  readonly due: readonly ExpectedEvent[];
  /** The next one of each key behind those, in the order of the expectation; keys that something was seen of come first. */
  readonly next: readonly ExpectedEvent[];
}

/** Of events in any order those are due that were seen; of a sequence all up to the last that was seen. */
export function begunOf(
  expected: Iterable<ExpectedEvent>,
  observed: Iterable<EventColumns>,
  alphabet: Alphabet,
): Begun {
  const { left, keys } = tallyOf(observed);
  const free = new Set(alphabet.kinds.filter(({ order }) => order === 'free').map(({ name }) => name));
  const events = [...expected];
  const seen = events.map((event) => take(left, alphabet, event));
  const lastSeen = new Map<number, number>();
  for (const [place, { kind, key }] of events.entries())
    if (seen[place] === true && !free.has(kind)) lastSeen.set(key, place);
  const isDue = ({ kind, key }: ExpectedEvent, place: number): boolean =>
    seen[place] === true || (!free.has(kind) && place <= (lastSeen.get(key) ?? -1));
  const next = new Map<number, ExpectedEvent>();
  for (const [place, event] of events.entries())
    if (!isDue(event, place) && !next.has(event.key)) next.set(event.key, event);
  const firsts = [...next.values()];
  return {
    due: events.filter(isDue),
    next: [...firsts.filter(({ key }) => keys.has(key)), ...firsts.filter(({ key }) => !keys.has(key))],
  };
}

interface SeenEvents {
  /** How often each event was seen and is not accounted for yet. */
  readonly left: Map<string, number>;
  readonly keys: ReadonlySet<number>;
}

function tallyOf(observed: Iterable<EventColumns>): SeenEvents {
  const left = new Map<string, number>();
  const keys = new Set<number>();
  for (const { kind, key, id, digest } of observed)
    for (let row = 0; row < kind.length; row++) {
      const name = `${kind[row]} ${key[row]} ${id[row]} ${digest[row]}`;
      left.set(name, (left.get(name) ?? 0) + 1);
      keys.add(key[row] ?? 0);
    }
  return { left, keys };
}

function take(left: Map<string, number>, alphabet: Alphabet, event: ExpectedEvent): boolean {
  const name = `${alphabet.codeOf(event.kind)} ${event.key} ${event.id} ${event.digest}`;
  const count = left.get(name) ?? 0;
  left.set(name, count - 1);
  return count > 0;
}
