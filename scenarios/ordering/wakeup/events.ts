// ordering.wakeup with events: a listener for what the worker sends, which asks for the next.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { WakeUp } from './wakes.ts';
import { startWakes } from './wakes.ts';

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const wakes = await startWakes(params, kit);
  const { worker, single, all } = wakes;
  let done = (): void => {};

  const askFrom = (id: number): void => {
    if (id < single) wakes.ask(id, 1);
    else if (id === single && id < all) wakes.ask(id, all - id);
    else if (id === all) done();
  };
  worker.on('message', (wakeUp: WakeUp) => {
    wakes.woken(wakeUp);
    askFrom(wakeUp.id + 1);
  });

  return {
    round: () =>
      new Promise((resolve) => {
        done = () => resolve(all);
        askFrom(0);
      }),
    async close() {
      await worker.terminate();
    },
  };
}
