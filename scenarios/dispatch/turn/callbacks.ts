// dispatch.turn with callbacks: `setImmediate` for a turn, `queueMicrotask` for a step.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { levelOf, makeHopChain } from './hop_chain.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const chain = makeHopChain(params, kit);
  let done = (): void => {};

  const turn = (): void => {
    if (chain.hop()) setImmediate(turn);
    else done();
  };
  const step = (): void => {
    if (chain.hop()) queueMicrotask(step);
    else done();
  };
  const defer = levelOf(params) === 'turn' ? () => setImmediate(turn) : () => queueMicrotask(step);

  return {
    round: () =>
      new Promise((resolve) => {
        const hops = chain.beginRound();
        done = () => resolve(hops);
        defer();
      }),
    slice: (operations) =>
      new Promise((resolve) => {
        chain.beginSlice(operations);
        done = resolve;
        defer();
      }),
    close() {},
  };
}
