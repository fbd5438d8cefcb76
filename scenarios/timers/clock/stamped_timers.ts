// What all styles of timers.clock share: the two pipes to the witness, and what is recorded when a timer is armed and when it fires.
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

const ASK = Buffer.of(1);
const FIRED = Buffer.of(2);
const HERE = Buffer.of(4);

export interface StampedTimers {
  readonly timers: number;
  /** Blocks the loop until the witness lets this timer be armed. Answers its delay in milliseconds. */
  arm(timer: number): number;
  /** Records that the last armed timer has fired, and tells the witness. */
  fired(): void;
  /** Behind the last timer: the witness has seen everything. */
  end(): void;
  close(): void;
}

export function stampedTimers(params: Parameters, kit: Kit): StampedTimers {
  const timers = Number(params['timers']);
  const firstMs = Number(params['delayMs']);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const toWitness = openSync(join(kit.directory, 'to-witness'), constants.O_WRONLY);
  const fromWitness = openSync(join(kit.directory, 'from-witness'), constants.O_RDONLY);
  const answer = Buffer.alloc(1);
  let current = 0;
  let delayMs = 0;
  let armedAt = 0;

  const ask = (): void => {
    writeSync(toWitness, ASK);
    if (readSync(fromWitness, answer) !== 1) throw new Error('the witness went away');
  };

  return {
    timers,
    arm(timer) {
      ask();
      writeSync(toWitness, HERE);
      current = timer;
      delayMs = firstMs + (timer % 3);
      armedAt = kit.now();
      kit.emit(arm, 0, timer, 1000 * delayMs);
      return delayMs;
    },
    fired() {
      const firedAt = kit.now();
      // Recorded first: what the witness sees must not be earlier than what the trace has.
      kit.emit(fire, 0, current, 1000 * delayMs);
      writeSync(toWitness, FIRED);
      kit.sample(firedAt - armedAt - delayMs * 1e6);
    },
    end: ask,
    close() {
      closeSync(toWitness);
      closeSync(fromWitness);
    },
  };
}
