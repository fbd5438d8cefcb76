// dispatch.turn with promises: awaiting `setImmediate` for a turn, awaiting an async function for a step.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { levelOf, makeHopChain } from './hop_chain.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const chain = makeHopChain(params, kit);

  const turns = async (): Promise<void> => {
    do await nextTurn();
    while (chain.hop());
  };
  const step = async (): Promise<boolean> => chain.hop();
  const steps = async (): Promise<void> => {
    while (await step());
  };
  const run = levelOf(params) === 'turn' ? turns : steps;

  return {
    async round() {
      const hops = chain.beginRound();
      await run();
      return hops;
    },
    async slice(operations) {
      chain.beginSlice(operations);
      await run();
    },
    close() {},
  };
}
