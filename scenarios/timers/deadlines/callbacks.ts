// timers.deadlines with callbacks: `setTimeout` for each timer, the last callback ends the round.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { armInTime, remainingMs, scheduleOf } from './schedule.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  const armAll = (base: number, done: () => void): NodeJS.Timeout[] => {
    let left = order.length;
    return order.map((id) => {
      const dueNs = base + delayMs(id) * 1e6;
      return setTimeout(
        () => {
          sample(now() - dueNs);
          emit(fire, 1, id, delayMs(id) * 1000);
          if (--left === 0) done();
        },
        remainingMs(dueNs, now()),
      );
    });
  };

  return {
    round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      return new Promise((resolve) => {
        const done = (): void => resolve(order.length);
        armInTime(
          now,
          (base) => armAll(base, done),
          (timers) => timers.forEach(clearTimeout),
        );
      });
    },
    close() {},
  };
}
