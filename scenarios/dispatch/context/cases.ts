// What dispatch.context records: at which place of which case which context was seen.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Kit } from '../../../harness/contract/kit.ts';

/** Keys of the cases and ids of the places: places in the lists that the scenario has, too. */
const CASES: readonly string[] = (
  'deferred timer awaited resolved reaction queue pool input generator apart siblings gathered ' +
  'tick micro callee leak listener target bound message asyncgen thenable exit error function threadsafe eager'
).split(' ');
const PLACES: readonly string[] = 'inside after creator first second outside'.split(' ');
/** The keys of a pass: one for each case, and from the middle on one for what is seen outside of it. */
const KEYS = 64;
const OUTSIDE = 32;

/** The context under test: a number, 0 where there is none. */
export const context = new AsyncLocalStorage<number>();
/** What a case runs in, what others act in, and what some change it to. */
export const OWN = 1;
export const OTHER = 2;
export const CHANGED = 3;

/** Records which context is seen at this place. */
export type See = (place: string) => void;

/** `kind` says whose promise it is: everybody's, or the runtime's own. */
export function makeCases(kit: Kit): (pass: number, name: string, kind: string) => See {
  const seed = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  return (pass, name, kind) => {
    const key = pass * KEYS + CASES.indexOf(name) + (kind === 'outside' ? OUTSIDE : 0);
    return (place) => {
      const id = PLACES.indexOf(place);
      const seen = context.getStore() ?? 0;
      kit.emit(
        kit.kinds[kind] ?? 0,
        key,
        id,
        Math.imul(seed ^ (key * 0x10000 + id * 0x10 + seen), 0x9e3779b1) >>> 0,
      );
    };
  };
}
