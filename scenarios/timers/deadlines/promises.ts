// timers.deadlines with promises: an async function for each timer, all awaited together.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { remainingMs, scheduleOf } from './schedule.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  const timer = async (id: number, dueNs: number): Promise<void> => {
    await sleep(remainingMs(dueNs, now()));
    sample(now() - dueNs);
    emit(fire, 1, id, delayMs(id) * 1000);
  };

  return {
    async round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      const base = now();
      await Promise.all(order.map((id) => timer(id, base + delayMs(id) * 1e6)));
      return order.length;
    },
    close() {},
  };
}
