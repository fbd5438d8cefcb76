// timers.sleep_loop with events: a ticker that is told to sleep and emits `tick` when the sleep is over.
import { EventEmitter, once } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

class Ticker extends EventEmitter<{ tick: []; end: [] }> {
  sleep(periodMs: number): void {
    setTimeout(() => this.emit('tick'), periodMs);
  }
}

export function open(params: Parameters, kit: Kit): Workload {
  const periodMs = Number(params['periodMs']);
  const ticks = Number(params['ticks']);
  const periodUs = periodMs * 1000;
  const periodNs = periodMs * 1e6;
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;
  const ticker = new Ticker();
  let id = 0;
  let armedAt = 0;

  const next = (): void => {
    if (id === ticks) {
      ticker.emit('end');
      return;
    }
    if (kit.traced) emit(arm, 0, id, periodUs);
    ticker.sleep(periodMs);
  };

  ticker.on('tick', () => {
    const wokenAt = now();
    emit(fire, 0, id++, periodUs);
    sample(wokenAt - armedAt - periodNs);
    armedAt = wokenAt;
    next();
  });

  return {
    async round() {
      id = 0;
      const ended = once(ticker, 'end');
      armedAt = now();
      next();
      await ended;
      return ticks;
    },
    close() {
      ticker.removeAllListeners();
    },
  };
}
