// ordering.starvation with callbacks: chains of `setImmediate` and of `queueMicrotask`, against `setTimeout`.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { STEP, TURN, makeChain } from './chain.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const chain = makeChain(params, kit);

  /** Answers when the timer has fired and the chain has ended. */
  const run = (key: number, timer: number, defer: (hop: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      let left = 2;
      const ended = (): void => {
        if (--left === 0) resolve();
      };
      const hop = (): void => {
        if (chain.hop()) defer(hop);
        else ended();
      };
      chain.arm(key, timer);
      setTimeout(() => {
        chain.fire();
        ended();
      }, chain.delayMs);
      defer(hop);
    });

  return {
    async round() {
      for (let timer = 0; timer < chain.timers; timer++) {
        await run(TURN, timer, setImmediate);
        await run(STEP, timer, queueMicrotask);
      }
      return 2 * chain.timers;
    },
    close() {},
  };
}
