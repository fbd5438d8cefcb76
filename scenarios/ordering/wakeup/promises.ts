// ordering.wakeup with promises: each wake-up is awaited, the burst all together.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { WakeUp } from './wakes.ts';
import { startWakes } from './wakes.ts';

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const wakes = await startWakes(params, kit);
  const { worker, single, all } = wakes;
  const waiting = new Map<number, (wakeUp: WakeUp) => void>();

  worker.on('message', (wakeUp: WakeUp) => {
    const resolve = waiting.get(wakeUp.id);
    waiting.delete(wakeUp.id);
    // One that nobody waits for has come twice: recorded, for the checker to see.
    if (resolve === undefined) wakes.woken(wakeUp);
    else resolve(wakeUp);
  });

  const wake = async (id: number): Promise<void> => {
    const arrived = new Promise<WakeUp>((resolve) => waiting.set(id, resolve));
    wakes.woken(await arrived);
  };

  return {
    async round() {
      for (let id = 0; id < single; id++) {
        const woken = wake(id);
        wakes.ask(id, 1);
        await woken;
      }
      const burst = Array.from({ length: all - single }, (_, index) => wake(single + index));
      if (burst.length > 0) wakes.ask(single, burst.length);
      await Promise.all(burst);
      return all;
    },
    async close() {
      await worker.terminate();
    },
  };
}
