// ordering.round_robin with promises: async functions that await nothing before each step.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeTurns } from './turns.ts';

/** What is settled already: awaiting it is to yield. */
const NOTHING = Promise.resolve();

export function open(params: Parameters, kit: Kit): Workload {
  const turns = makeTurns(params, kit);
  const { coroutines, rounds } = turns;

  const coroutine = async (id: number): Promise<void> => {
    turns.start(id);
    for (let round = 0; round < rounds; round++) {
      await NOTHING;
      turns.step(round, id);
    }
  };

  return {
    async round() {
      await Promise.all(Array.from({ length: coroutines }, (_, id) => coroutine(id)));
      return coroutines * rounds;
    },
    close() {},
  };
}
