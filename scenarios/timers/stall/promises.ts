// timers.stall with promises: an async function for each timer, all awaited together.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeStalledLoop } from './stalled_loop.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const loop = makeStalledLoop(params, kit);

  const timer = async (delayMs: number, record: () => void): Promise<void> => {
    await sleep(delayMs);
    record();
  };

  return {
    async round() {
      const timers: Promise<void>[] = [];
      loop.enact((delayMs, record) => timers.push(timer(delayMs, record)));
      await Promise.all(timers);
      return loop.timers;
    },
    close() {},
  };
}
