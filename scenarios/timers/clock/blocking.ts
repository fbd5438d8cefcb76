// timers.clock, blocking: the thread sleeps in `Atomics.wait`, and nothing else can happen meanwhile.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { stampedTimers } from './stamped_timers.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const stamped = stampedTimers(params, kit);
  const { timers } = stamped;
  const neverNotified = new Int32Array(new SharedArrayBuffer(4));

  return {
    round() {
      for (let timer = 0; timer < timers; timer++) {
        Atomics.wait(neverNotified, 0, 0, stamped.arm(timer));
        stamped.fired();
      }
      stamped.end();
      return timers;
    },
    close: () => stamped.close(),
  };
}
