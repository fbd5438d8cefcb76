// timers.deadlines, blocking: the deadlines sorted, the thread asleep until each. One thread can wait for one thing only.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { remainingMs, scheduleOf } from './schedule.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  const neverNotified = new Int32Array(new SharedArrayBuffer(4));

  const waitUntil = (dueNs: number): void => {
    Atomics.wait(neverNotified, 0, 0, remainingMs(dueNs, now()));
  };

  return {
    round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      const base = now();
      for (const id of order.toSorted((a, b) => delayMs(a) - delayMs(b))) {
        const dueNs = base + delayMs(id) * 1e6;
        waitUntil(dueNs);
        sample(now() - dueNs);
        emit(fire, 1, id, delayMs(id) * 1000);
      }
      return order.length;
    },
    close() {},
  };
}
