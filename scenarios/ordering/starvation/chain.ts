// What all styles of ordering.starvation share: what a chain and its timer record, and when the chain has waited long enough.
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

/** Key of the chains of turns, and key of the chains of steps. */
export const TURN = 0;
export const STEP = 1;
const CHAINS = 2;

export interface Chain {
  readonly timers: number;
  readonly delayMs: number;
  /** Before the timer is armed and the chain begins. */
  arm(key: number, timer: number): void;
  /** When the timer fires. */
  fire(): void;
  /** One deferral of the chain; false when it ends. */
  hop(): boolean;
}

export function makeChain(params: Parameters, kit: Kit): Chain {
  const delayMs = Number(params['delayMs']);
  const patience = Number(params['patience']);
  const kinds = kit.kinds as Record<'arm' | 'fire' | 'stop' | 'gave_up', number>;
  let key = 0;
  let id = 0;
  let dueNs = 0;
  let giveUpFromNs = 0;
  let hopsPastDue = 0;
  let fired = false;

  return {
    timers: Number(params['timers']),
    delayMs,
    arm(which, timer) {
      key = which;
      id = timer * CHAINS + which;
      hopsPastDue = 0;
      giveUpFromNs = 0;
      fired = false;
      kit.emit(kinds.arm, key, id, 1000 * delayMs);
      dueNs = kit.now() + delayMs * 1e6;
    },
    fire() {
      fired = true;
      if (key === TURN) kit.sample(kit.now() - dueNs);
      kit.emit(kinds.fire, key, id, 1000 * delayMs);
    },
    hop() {
      if (fired) {
        kit.emit(kinds.stop, key, id, 0);
        return false;
      }
      const nowNs = kit.now();
      // From the first deferral on: the process may have stood still before the timer was armed.
      if (giveUpFromNs === 0) giveUpFromNs = nowNs + delayMs * 1e6;
      // Counted, not timed: one that stands still now gives the timer no chance.
      if (nowNs > giveUpFromNs) hopsPastDue++;
      if (hopsPastDue <= patience) return true;
      kit.emit(kinds.gave_up, key, id, 0);
      return false;
    },
  };
}
