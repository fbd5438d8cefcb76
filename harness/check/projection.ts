// The part of a key that a rule examines, and the two sides that it compares there.
import type { EventColumns } from '../contract/trace.ts';
import type { CodedEvent } from './event-view.ts';
import { eventAt } from './event-view.ts';

/** Both sides of a round, column by column. Each call begins anew: a counterexample is looked for in several passes and keeps nothing. */
export interface Sides {
  expected(): Iterable<EventColumns>;
  observed(): Iterable<EventColumns>;
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

/** The part of a key that a rule examines. `codes` null: all kinds that are not raw. */
export interface Projection {
  readonly key: number;
  readonly codes: ReadonlySet<number> | null;
  readonly rawCodes: ReadonlySet<number>;
}

/** The events of one projection, each with its index within the key. Of others nothing is made but a comparison. */
export function* placed(chunks: Iterable<EventColumns>, projection: Projection): Iterable<Placed> {
  const { key: wanted, codes, rawCodes } = projection;
  let index = 0;
  for (const columns of chunks) {
    const { key, kind } = columns;
    for (let row = 0; row < key.length; row++) {
      if (key[row] !== wanted) continue;
      const code = kind[row] ?? 0;
      if (rawCodes.has(code)) continue;
      if (codes === null || codes.has(code)) yield { event: eventAt(columns, row), index };
      index++;
    }
  }
}
