// timers.sleep_loop with promises: a loop that awaits `setTimeout` of timers/promises.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const periodMs = Number(params['periodMs']);
  const ticks = Number(params['ticks']);
  const periodNs = periodMs * 1e6;
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  const tick = async (id: number): Promise<void> => {
    const armedAt = kit.now();
    kit.emit(arm, 0, id, periodMs * 1000);
    await sleep(periodMs);
    kit.emit(fire, 0, id, periodMs * 1000);
    kit.sample(kit.now() - armedAt - periodNs);
  };

  return {
    async round() {
      for (let id = 0; id < ticks; id++) await tick(id);
      return ticks;
    },
    close() {},
  };
}
