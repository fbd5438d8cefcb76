// timers.mass with promises: an async function a timer, all awaited together.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const count = Number(params['count']);
  const spreadMs = Number(params['spreadMs']);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  const timer = async (id: number): Promise<void> => {
    const delayMs = 1 + (id % spreadMs);
    if (kit.traced) kit.emit(arm, 0, id, delayMs * 1000);
    await sleep(delayMs);
    kit.emit(fire, 0, id, delayMs * 1000);
  };

  const wave = async (size: number): Promise<number> => {
    const timers: Promise<void>[] = [];
    for (let id = 0; id < size; id++) timers.push(timer(id));
    await Promise.all(timers);
    return size;
  };

  return {
    round: () => wave(count),
    async slice(operations) {
      for (let left = operations; left > 0; ) left -= await wave(atOnce(left, count));
    },
    close() {},
  };
}

/** As many as in a round, and what would be left alone goes with the last of them. */
const atOnce = (left: number, count: number): number => (left < 2 * count ? left : count);
