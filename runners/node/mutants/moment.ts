// What a patch knows of its surroundings: whether it is to act right now, and chance that a seed repeats.
import { splitMix32 } from '../../../harness/contract/payload.ts';
import type { Orders } from '../../../harness/mutants/spec.ts';

export interface Moment {
  /** False in the no-op form. */
  readonly active: boolean;
  /** Whether a round runs in which the patch is to act. Never in the no-op form. */
  acts(): boolean;
  /** A new number for each round that begins. */
  round(): number;
  /** At least 0, below 1. */
  chance(): number;
  /** When the present callback of a patched timer, or else the round, began: milliseconds as `performance.now` has them. */
  callbackBegan(): number;
  callbackBegins(): void;
  begin(traced: boolean): void;
  end(): void;
}

export function makeMoment({ active, rounds, seed }: Orders): Moment {
  const next = splitMix32(seed);
  let acting = false;
  let begun = 0;
  let callbackMs = 0;
  return {
    active,
    acts: () => acting,
    round: () => begun,
    chance: () => next() / 2 ** 32,
    callbackBegan: () => callbackMs,
    callbackBegins() {
      callbackMs = performance.now();
    },
    begin(traced) {
      begun++;
      callbackMs = performance.now();
      acting = active && (rounds === 'all' || (rounds === 'traced') === traced);
    },
    end() {
      acting = false;
    },
  };
}
