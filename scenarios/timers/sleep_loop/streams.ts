// timers.sleep_loop with streams: a source that sleeps for each item, consumed by `for await`.
import { Readable } from 'node:stream';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const periodMs = Number(params['periodMs']);
  const ticks = Number(params['ticks']);
  const periodUs = periodMs * 1000;
  const periodNs = periodMs * 1e6;
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  /** Its items are the numbers of the ticks. It sleeps only when asked: it never reads ahead. */
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
        const tick = id++;
        if (kit.traced) emit(arm, 0, tick, periodUs);
        setTimeout(() => this.push(tick), periodMs);
      },
    });
  };

  return {
    async round() {
      let armedAt = now();
      for await (const id of clockwork() as AsyncIterable<number>) {
        const wokenAt = now();
        emit(fire, 0, id, periodUs);
        sample(wokenAt - armedAt - periodNs);
        armedAt = wokenAt;
      }
      return ticks;
    },
    close() {},
  };
}
