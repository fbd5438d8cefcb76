// timers.equal with promises: an async function for each timer, all awaited together.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const count = Number(params['count']);
  const delayMs = Number(params['delayMs']);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  const timer = async (id: number): Promise<void> => {
    kit.emit(arm, 0, id, delayMs * 1000);
    await sleep(delayMs);
    kit.emit(fire, 1, id, delayMs * 1000);
  };

  return {
    async round() {
      await Promise.all(Array.from({ length: count }, (_, id) => timer(id)));
      return count;
    },
    close() {},
  };
}
