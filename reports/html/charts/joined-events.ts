// Expected events beside observed ones: which belong together, and the fate of each.
import type { EventView, Finding } from '../../../harness/contract/verdict.ts';

/**
 * `coalesced`: missing, but a later event of the same kind and key was observed, which says what it would have said and more.
 * `beyond`: only a few events around the first difference are kept, and its partner may lie behind them.
 */
export type Fate = 'same' | 'missing' | 'extra' | 'reordered' | 'changed' | 'coalesced' | 'beyond';

export interface JoinedEvent {
  readonly fate: Fate;
  /** Places in the lists of the finding; null where the side has no such event. */
  readonly expected: number | null;
  readonly observed: number | null;
}

/**
 * In the order of the expectation; what was not expected comes last, in the order in which it was observed. `notices`: the
 * events carry states, so that a later one makes up for an earlier one that did not come.
 */
export function joinedEvents({ expected, observed, index }: Finding, notices: boolean): JoinedEvent[] {
  const free = new Set(observed.keys());
  const pairs = expected.map((want, place) => {
    const found = partnerOf(want, observed, free);
    if (found !== null) free.delete(found);
    return { place, found };
  });
  const moved = movedOf(pairs.flatMap(({ found }) => found ?? []));
  const lastJoined = pairs.findLastIndex(({ found }) => found !== null);
  const behind = (event: EventView | undefined): boolean =>
    index !== null && event !== undefined && event.index > index;
  const joined = pairs.map(({ place, found }): JoinedEvent => {
    if (found !== null) {
      const alike = expected[place]?.digest === observed[found]?.digest;
      const fate = alike ? (moved.has(found) ? 'reordered' : 'same') : 'changed';
      return { fate, expected: place, observed: found };
    }
    const cut = place > lastJoined && behind(expected[place]);
    const fate = cut ? 'beyond' : notices && isCoalesced(place, expected, pairs) ? 'coalesced' : 'missing';
    return { fate, expected: place, observed: null };
  });
  const lastSeen = Math.max(-1, ...pairs.map(({ found }) => found ?? -1));
  const rest = [...free].map((place): JoinedEvent => {
    const cut = place > lastSeen && behind(observed[place]);
    return { fate: cut ? 'beyond' : 'extra', expected: null, observed: place };
  });
  return [...joined, ...rest];
}

/** The same event with the same content, else the same event with another. */
function partnerOf(
  want: EventView,
  observed: readonly EventView[],
  free: ReadonlySet<number>,
): number | null {
  const same = [...free].filter((place) => identity(observed[place]) === identity(want));
  return same.find((place) => observed[place]?.digest === want.digest) ?? same[0] ?? null;
}

function identity(event: EventView | undefined): string {
  return event === undefined ? '' : JSON.stringify([event.kind, event.key, event.id]);
}

/** The fewest of these places that would have to move for all to stand in ascending order. */
function movedOf(places: readonly number[]): Set<number> {
  const chains: number[][] = [];
  for (const [index, place] of places.entries()) {
    const before = chains
      .slice(0, index)
      .filter((chain) => (chain.at(-1) ?? 0) < place)
      .reduce<number[]>((longest, chain) => (chain.length > longest.length ? chain : longest), []);
    chains.push([...before, place]);
  }
  const kept = new Set(
    chains.reduce((longest, chain) => (chain.length > longest.length ? chain : longest), []),
  );
  return new Set(places.filter((place) => !kept.has(place)));
}

/** The next event of its kind and key that was observed at all stands for it. */
function isCoalesced(
  place: number,
  expected: readonly EventView[],
  pairs: readonly { readonly found: number | null }[],
): boolean {
  const lost = expected[place];
  return expected.some(
    (event, later) =>
      later > place &&
      event.kind === lost?.kind &&
      event.key === lost.key &&
      (pairs[later]?.found ?? null) !== null,
  );
}
