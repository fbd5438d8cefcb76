// timers.deadlines with streams: the timers push what is due into a stream, consumed by `for await`.
import { Readable } from 'node:stream';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { armInTime, remainingMs, scheduleOf } from './schedule.ts';

interface Due {
  readonly id: number;
  readonly dueNs: number;
}

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  const armAll = (due: Readable, base: number): NodeJS.Timeout[] => {
    let left = order.length;
    return order.map((id) => {
      const item: Due = { id, dueNs: base + delayMs(id) * 1e6 };
      return setTimeout(
        () => {
          due.push(item);
          if (--left === 0) due.push(null);
        },
        remainingMs(item.dueNs, now()),
      );
    });
  };

  /** Pushes, never pulled: time does not wait for a reader. */
  const agenda = (): Readable => {
    const due = new Readable({ objectMode: true, highWaterMark: order.length, read() {} });
    armInTime(
      now,
      (base) => armAll(due, base),
      (timers) => timers.forEach(clearTimeout),
    );
    return due;
  };

  return {
    async round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      for await (const { id, dueNs } of agenda() as AsyncIterable<Due>) {
        sample(now() - dueNs);
        emit(fire, 1, id, delayMs(id) * 1000);
      }
      return order.length;
    },
    close() {},
  };
}
