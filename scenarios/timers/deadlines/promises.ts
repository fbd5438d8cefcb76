// timers.deadlines with promises: an async function for each timer, all awaited together.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { armInTime, remainingMs, scheduleOf } from './schedule.ts';

interface Armed {
  readonly all: Promise<unknown>;
  readonly abandon: AbortController;
}

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  const timer = async (id: number, dueNs: number, signal: AbortSignal): Promise<void> => {
    await sleep(remainingMs(dueNs, now()), undefined, { signal });
    sample(now() - dueNs);
    emit(fire, 1, id, delayMs(id) * 1000);
  };

  /** Aborted and not merely forgotten: Node fires overdue timers of one duration together, those of before as well. */
  const armAll = (base: number): Armed => {
    const abandon = new AbortController();
    const timers = order.map((id) => timer(id, base + delayMs(id) * 1e6, abandon.signal));
    return { all: Promise.all(timers), abandon };
  };

  const disarmAll = ({ all, abandon }: Armed): void => {
    abandon.abort();
    all.catch(() => {});
  };

  return {
    async round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      await armInTime(now, armAll, disarmAll).all;
      return order.length;
    },
    close() {},
  };
}
