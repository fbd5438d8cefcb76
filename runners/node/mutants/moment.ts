// What a patch knows of its surroundings: whether it is to act right now, and chance that a seed repeats.
import { appendFileSync, statSync } from 'node:fs';
import { splitMix32 } from '../../../harness/contract/payload.ts';
import type { Orders, When } from '../../../harness/mutants/spec.ts';

export interface Moment {
  /** False in the no-op form. */
  readonly active: boolean;
  /** Whether a round runs in which the patch is to act. Never in the no-op form. */
  acts(): boolean;
  /** A new number for each round that begins. */
  round(): number;
  /** At least 0, below 1. */
  chance(): number;
  /** The style of the workload that was loaded. */
  load(style: string): void;
  /** The loop is being stalled. */
  stall(): void;
  /** When the present callback of a patched timer, or else the round, began: milliseconds as `performance.now` has them. */
  callbackBegan(): number;
  callbackBegins(): void;
  begin(traced: boolean): void;
  end(): void;
  /** Calls `action` at the end of each round in which the patch acts, before the round is over for the runner. */
  whenEnds(action: () => void): void;
}

/** `process` counts the processes of these orders, from 1. */
export function makeMoment({ active, rounds, seed, when }: Orders, process: number): Moment {
  const next = splitMix32(seed);
  let acting = false;
  let begun = 0;
  let style = '';
  let stalled = false;
  const atEnd: (() => void)[] = [];
  let callbackMs = 0;
  return {
    active,
    acts: () => acting,
    round: () => begun,
    chance: () => next() / 2 ** 32,
    load(loaded) {
      style = loaded;
    },
    stall() {
      stalled = true;
    },
    callbackBegan: () => callbackMs,
    callbackBegins() {
      callbackMs = performance.now();
    },
    begin(traced) {
      begun++;
      callbackMs = performance.now();
      const meant = rounds === 'all' || (rounds === 'traced') === traced;
      acting = active && meant && holds(when, { process, style, stalled, begun });
    },
    end() {
      if (acting) for (const action of atEnd) action();
      acting = false;
      stalled = false;
    },
    whenEnds(action) {
      atEnd.push(action);
    },
  };
}

interface State {
  readonly process: number;
  readonly style: string;
  readonly stalled: boolean;
  readonly begun: number;
}

function holds({ everyNthProcess = 1, style, underStress, afterRounds = 0 }: When, now: State): boolean {
  return (
    now.process % everyNthProcess === 0 &&
    (style === undefined || style === now.style) &&
    (underStress === undefined || now.stalled) &&
    now.begun > afterRounds
  );
}

/** The place of this process among those that read the orders at `path`, from 1. */
export function countProcess(path: string): number {
  const file = `${path}.processes`;
  appendFileSync(file, '.');
  return statSync(file).size;
}
