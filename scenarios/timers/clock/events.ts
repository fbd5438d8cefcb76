// timers.clock with events: a ticker that is told to sleep and emits `tick` when the sleep is over.
import { EventEmitter, once } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { stampedTimers } from './stamped_timers.ts';

class Ticker extends EventEmitter<{ tick: []; end: [] }> {
  sleep(delayMs: number): void {
    setTimeout(() => this.emit('tick'), delayMs);
  }
}

export function open(params: Parameters, kit: Kit): Workload {
  const stamped = stampedTimers(params, kit);
  const { timers } = stamped;
  const ticker = new Ticker();
  let timer = 0;

  const next = (): void => {
    if (timer < timers) {
      ticker.sleep(stamped.arm(timer++));
      return;
    }
    stamped.end();
    ticker.emit('end');
  };

  ticker.on('tick', () => {
    stamped.fired();
    next();
  });

  return {
    async round() {
      timer = 0;
      const ended = once(ticker, 'end');
      next();
      await ended;
      return timers;
    },
    close() {
      ticker.removeAllListeners();
      stamped.close();
    },
  };
}
