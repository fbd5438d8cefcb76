// ordering.round_robin with callbacks: chains of `setImmediate`, one for each would-be coroutine.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeTurns } from './turns.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const turns = makeTurns(params, kit);
  const { coroutines, rounds } = turns;
  let left = 0;
  let done = (): void => {};

  const goOn = (id: number, round: number): void => {
    turns.step(round, id);
    if (round + 1 < rounds) setImmediate(goOn, id, round + 1);
    else if (--left === 0) done();
  };

  return {
    round: () =>
      new Promise((resolve) => {
        left = coroutines;
        done = () => resolve(coroutines * rounds);
        for (let id = 0; id < coroutines; id++) {
          turns.start(id);
          setImmediate(goOn, id, 0);
        }
      }),
    close() {},
  };
}
