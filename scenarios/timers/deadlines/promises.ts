// timers.deadlines with promises: an async function for each timer, all awaited together.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { armInTime, remainingMs, scheduleOf } from './schedule.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  /** Timers of an abandoned arming come to nothing when they come. */
  let arming = 0;

  const timer = async (id: number, dueNs: number, own: number): Promise<void> => {
    await sleep(remainingMs(dueNs, now()));
    if (own !== arming) return;
    sample(now() - dueNs);
    emit(fire, 1, id, delayMs(id) * 1000);
  };

  const armAll = (base: number): Promise<unknown> => {
    const own = ++arming;
    return Promise.all(order.map((id) => timer(id, base + delayMs(id) * 1e6, own)));
  };

  return {
    async round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      await armInTime(now, armAll, abandon);
      return order.length;
    },
    close() {},
  };
}

/** Their number is no longer that of the arming. */
function abandon(): void {}
