// timers.deadlines with callbacks: `setTimeout` for each timer, the last callback ends the round.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { remainingMs, scheduleOf } from './schedule.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  const armAll = (done: () => void): void => {
    let left = order.length;
    for (const id of order) kit.emit(arm, 0, id, delayMs(id) * 1000);
    const base = kit.now();
    for (const id of order) {
      const dueNs = base + delayMs(id) * 1e6;
      setTimeout(
        () => {
          kit.sample(kit.now() - dueNs);
          kit.emit(fire, 1, id, delayMs(id) * 1000);
          if (--left === 0) done();
        },
        remainingMs(dueNs, kit.now()),
      );
    }
  };

  return {
    round: () => new Promise((resolve) => armAll(() => resolve(order.length))),
    close() {},
  };
}
