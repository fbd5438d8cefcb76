// timers.deadlines with promises: an async function for each timer, all awaited together.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { armInTime, remainingMs, scheduleOf } from './schedule.ts';

interface Armed {
  readonly all: Promise<unknown>;
  readonly timeouts: readonly NodeJS.Timeout[];
}

export function open(params: Parameters, kit: Kit): Workload {
  const { order, delayMs } = scheduleOf(params, kit);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  /** The promises of `node:timers/promises` can only be taken back by a signal, which costs half as much again as the timer. */
  const timer = async (id: number, dueNs: number, timeouts: NodeJS.Timeout[]): Promise<void> => {
    await new Promise<void>((resolve) => {
      timeouts.push(setTimeout(resolve, remainingMs(dueNs, now())));
    });
    sample(now() - dueNs);
    emit(fire, 1, id, delayMs(id) * 1000);
  };

  const armAll = (base: number): Armed => {
    const timeouts: NodeJS.Timeout[] = [];
    const timers = order.map((id) => timer(id, base + delayMs(id) * 1e6, timeouts));
    return { all: Promise.all(timers), timeouts };
  };

  /** Cleared and not merely forgotten: Node fires overdue timers of one duration together, those of before as well. */
  const disarmAll = ({ timeouts }: Armed): void => timeouts.forEach(clearTimeout);

  return {
    async round() {
      if (kit.traced) for (const id of order) emit(arm, 0, id, delayMs(id) * 1000);
      await armInTime(now, armAll, disarmAll).all;
      return order.length;
    },
    close() {},
  };
}
