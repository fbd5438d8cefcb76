// timers.sleep_loop with streams: a source that sleeps for each item, consumed by `for await`.
import { Readable } from 'node:stream';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const periodMs = Number(params['periodMs']);
  const ticks = Number(params['ticks']);
  const periodNs = periodMs * 1e6;
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  /** Its items are the times at which their sleeps began. It sleeps only when asked: it never reads ahead. */
  const clockwork = (): Readable => {
    let id = 0;
    return new Readable({
      objectMode: true,
      highWaterMark: 0,
      read() {
        if (id === ticks) {
          this.push(null);
          return;
        }
        const armedAt = kit.now();
        kit.emit(arm, 0, id++, periodMs * 1000);
        setTimeout(() => this.push(armedAt), periodMs);
      },
    });
  };

  return {
    async round() {
      let id = 0;
      for await (const armedAt of clockwork()) {
        kit.emit(fire, 0, id++, periodMs * 1000);
        kit.sample(kit.now() - Number(armedAt) - periodNs);
      }
      return id;
    },
    close() {},
  };
}
