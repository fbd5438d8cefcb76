// timers.clock with callbacks: each `setTimeout` callback arms the next timer.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { stampedTimers } from './stamped_timers.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const stamped = stampedTimers(params, kit);
  const { timers } = stamped;

  const next = (timer: number, done: () => void): void => {
    if (timer === timers) {
      stamped.end();
      done();
      return;
    }
    const fired = (): void => {
      stamped.fired();
      next(timer + 1, done);
    };
    setTimeout(fired, stamped.arm(timer));
  };

  return {
    round: () => new Promise((resolve) => next(0, () => resolve(timers))),
    close: () => stamped.close(),
  };
}
