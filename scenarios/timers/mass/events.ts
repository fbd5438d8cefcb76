// timers.mass with events: all timers belong to one emitter, which emits `due` for each and `end` after the last.
import { EventEmitter, once } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

class Timers extends EventEmitter<{ due: [id: number, delayMs: number]; end: [] }> {
  #left = 0;

  add(id: number, delayMs: number): void {
    this.#left++;
    setTimeout(this.#expired, delayMs, id, delayMs);
  }

  readonly #expired = (id: number, delayMs: number): void => {
    this.emit('due', id, delayMs);
    if (--this.#left === 0) this.emit('end');
  };
}

export function open(params: Parameters, kit: Kit): Workload {
  const count = Number(params['count']);
  const spreadMs = Number(params['spreadMs']);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const timers = new Timers();
  timers.on('due', (id, delayMs) => kit.emit(fire, 0, id, delayMs * 1000));

  const wave = async (size: number): Promise<number> => {
    const ended = once(timers, 'end');
    for (let id = 0; id < size; id++) {
      const delayMs = 1 + (id % spreadMs);
      if (kit.traced) kit.emit(arm, 0, id, delayMs * 1000);
      timers.add(id, delayMs);
    }
    await ended;
    return size;
  };

  return {
    round: () => wave(count),
    async slice(operations) {
      for (let left = operations; left > 0; ) left -= await wave(atOnce(left, count));
    },
    close() {
      timers.removeAllListeners();
    },
  };
}

/** As many as in a round, and what would be left alone goes with the last of them. */
const atOnce = (left: number, count: number): number => (left < 2 * count ? left : count);
