// What part of a key a rule looks at, and the two sides that it compares there.
import type { CodedEvent } from './event-view.ts';

/** Both sides of a round. Each call begins anew: a counterexample is looked for in several passes and keeps nothing. */
export interface Sides {
  expected(): Iterable<CodedEvent>;
  observed(): Iterable<CodedEvent>;
}

/** An event and where it stands among the events of its key that are not raw. */
export interface Placed {
  readonly event: CodedEvent;
  readonly index: number;
}

/** The first event that differs on each side, null where that side has none, with up to two events around it. */
export interface Difference {
  readonly expected: Placed | null;
  readonly observed: Placed | null;
  readonly expectedAround: readonly Placed[];
  readonly observedAround: readonly Placed[];
}

/** What part of a key a rule looks at. `codes` null: all kinds that are not raw. */
export interface Projection {
  readonly key: number;
  readonly codes: ReadonlySet<number> | null;
  readonly rawCodes: ReadonlySet<number>;
}

/** The events of one projection, each with its index within the key. */
export function* placed(events: Iterable<CodedEvent>, projection: Projection): Iterable<Placed> {
  let index = 0;
  for (const event of events) {
    if (event.key !== projection.key || projection.rawCodes.has(event.code)) continue;
    if (projection.codes === null || projection.codes.has(event.code)) yield { event, index };
    index++;
  }
}
