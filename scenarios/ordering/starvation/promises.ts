// ordering.starvation with promises: loops that await `setImmediate`, or nothing, against a sleep.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { STEP, TURN, makeChain } from './chain.ts';

/** What is settled already: awaiting it takes one step. */
const NOTHING = Promise.resolve();

export function open(params: Parameters, kit: Kit): Workload {
  const chain = makeChain(params, kit);

  const timer = async (): Promise<void> => {
    await sleep(chain.delayMs);
    chain.fire();
  };
  const turns = async (): Promise<void> => {
    do await nextTurn();
    while (chain.hop());
  };
  const steps = async (): Promise<void> => {
    do await NOTHING;
    while (chain.hop());
  };

  return {
    async round() {
      for (let index = 0; index < chain.timers; index++) {
        chain.arm(TURN, index);
        await Promise.all([timer(), turns()]);
        chain.arm(STEP, index);
        await Promise.all([timer(), steps()]);
      }
      return 2 * chain.timers;
    },
    close() {},
  };
}
