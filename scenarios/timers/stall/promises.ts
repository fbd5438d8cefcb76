// timers.stall with promises: an async function for each timer, all awaited together.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeStalledLoop } from './stalled_loop.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const loop = makeStalledLoop(params, kit);

  const timer = async (delayMs: number, record: () => void, signal: AbortSignal): Promise<void> => {
    await sleep(delayMs, undefined, { signal });
    record();
  };

  return {
    async round() {
      const timers: Promise<void>[] = [];
      let abandon = new AbortController();
      loop.enact(
        (delayMs, record) => timers.push(timer(delayMs, record, abandon.signal)),
        () => {
          abandon.abort();
          for (const abandoned of timers.splice(0)) abandoned.catch(() => {});
          abandon = new AbortController();
        },
      );
      await Promise.all(timers);
      return loop.timers;
    },
    close() {},
  };
}
