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
  begin(traced: boolean): void;
  end(): void;
  /** Calls `action` at the end of each round in which the patch acts, before the round is over for the runner. */
  whenEnds(action: () => void): void;
}

export function makeMoment({ active, rounds, seed }: Orders): Moment {
  const next = splitMix32(seed);
  let acting = false;
  let begun = 0;
  const atEnd: (() => void)[] = [];
  return {
    active,
    acts: () => acting,
    round: () => begun,
    chance: () => next() / 2 ** 32,
    begin(traced) {
      begun++;
      acting = active && (rounds === 'all' || (rounds === 'traced') === traced);
    },
    end() {
      if (acting) for (const action of atEnd) action();
      acting = false;
    },
    whenEnds(action) {
      atEnd.push(action);
    },
  };
}
