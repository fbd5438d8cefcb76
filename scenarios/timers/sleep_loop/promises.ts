// timers.sleep_loop with promises: a loop that awaits `setTimeout` of timers/promises.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const periodMs = Number(params['periodMs']);
  const ticks = Number(params['ticks']);
  const periodUs = periodMs * 1000;
  const periodNs = periodMs * 1e6;
  const { arm, fire } = kit.kinds as { arm: number; fire: number };
  const { now, emit, sample } = kit;

  return {
    async round() {
      const { traced } = kit;
      let armedAt = now();
      for (let id = 0; id < ticks; id++) {
        if (traced) emit(arm, 0, id, periodUs);
        await sleep(periodMs);
        const wokenAt = now();
        emit(fire, 0, id, periodUs);
        sample(wokenAt - armedAt - periodNs);
        armedAt = wokenAt;
      }
      return ticks;
    },
    close() {},
  };
}
