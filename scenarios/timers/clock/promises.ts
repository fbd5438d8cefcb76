// timers.clock with promises: a loop that awaits `setTimeout` of timers/promises.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { stampedTimers } from './stamped_timers.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const stamped = stampedTimers(params, kit);
  const { timers } = stamped;

  return {
    async round() {
      for (let timer = 0; timer < timers; timer++) {
        await sleep(stamped.arm(timer));
        stamped.fired();
      }
      stamped.end();
      return timers;
    },
    close: () => stamped.close(),
  };
}
