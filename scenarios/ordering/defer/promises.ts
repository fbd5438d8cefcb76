// ordering.defer with promises: awaiting `setImmediate` for a turn, nothing for a step, an unsettled promise for a reaction.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { REACTION, TURN, makeBatch } from './batch.ts';

/** What is settled already: awaiting it takes one step. */
const NOTHING = Promise.resolve();

export function open(params: Parameters, kit: Kit): Workload {
  const batch = makeBatch(params, kit);
  let settled: Promise<void> = Promise.resolve();

  const later = async (key: number, id: number): Promise<void> => {
    if (key === TURN) await nextTurn();
    else if (key === REACTION) await settled;
    else await NOTHING;
    batch.callback(key, id);
  };

  return {
    round() {
      let settle = (): void => {};
      settled = new Promise((resolve) => {
        settle = resolve;
      });
      return batch.run((key, id) => void later(key, id), settle);
    },
    close() {},
  };
}
