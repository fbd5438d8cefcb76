// timers.stall with callbacks: `setTimeout` for each timer, the last callback ends the round.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeStalledLoop } from './stalled_loop.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const loop = makeStalledLoop(params, kit);

  const enact = (done: () => void): void => {
    let left = loop.timers;
    loop.enact(
      (delayMs, record) =>
        setTimeout(() => {
          record();
          if (--left === 0) done();
        }, delayMs),
      (timers) => timers.forEach(clearTimeout),
    );
  };

  return {
    round: () => new Promise((resolve) => enact(() => resolve(loop.timers))),
    close() {},
  };
}
