// A rest of the writer: it waits until the runner's processes sleep, and then counts for a while how often they wake.
import type { WitnessRecord } from '../../contract/witness.ts';
import { wakeUpsBetween } from './process-tree.ts';
import type { WakeUpReading } from './process-tree.ts';

export type RestRecord = Extract<WitnessRecord, { kind: 'acts' }>['rests'][number];

/** Between two looks at whether all sleep. */
const LOOK_MS = 4;
/** A runner that is awake for longer does not fall asleep: its wake-ups are counted all the same. */
const LONGEST_FALL_MS = 500;

export interface RestContext {
  /** Null where the machine does not report it. */
  read(): WakeUpReading | null;
  now(): number;
}

export class Rest {
  readonly #ms: number;
  readonly #context: RestContext;
  readonly #over: (record: RestRecord) => void;
  readonly #askedNs: number;
  readonly #asked: WakeUpReading | null;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, context: RestContext, over: (record: RestRecord) => void) {
    this.#ms = ms;
    this.#context = context;
    this.#over = over;
    this.#askedNs = context.now();
    this.#asked = context.read();
    this.#fall(this.#asked);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }

  /** Looks again and again, until all sleep and none of them has been awake since the last look. */
  #fall(last: WakeUpReading | null): void {
    const waitedMs = (this.#context.now() - this.#askedNs) / 1e6;
    if (last === null || waitedMs > LONGEST_FALL_MS) return this.#count(last);
    this.#timer = setTimeout(() => {
      const next = this.#context.read();
      if (next?.awake === 0 && wakeUpsBetween(last, next) === 0) this.#count(next);
      else this.#fall(next);
    }, LOOK_MS);
  }

  #count(before: WakeUpReading | null): void {
    const beganNs = this.#context.now();
    this.#timer = setTimeout(() => {
      const endedNs = this.#context.now();
      const after = this.#context.read();
      this.#over({
        askedNs: this.#askedNs,
        beganNs,
        endedNs,
        fallingAsleep: between(this.#asked, before),
        wakeUps: between(before, after),
        processes: after?.processes ?? 0,
      });
    }, this.#ms);
  }
}

function between(before: WakeUpReading | null, after: WakeUpReading | null): number | null {
  return before === null || after === null ? null : wakeUpsBetween(before, after);
}
