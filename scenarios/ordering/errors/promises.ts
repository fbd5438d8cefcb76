// ordering.errors with promises: async functions that throw, each heard by the one who started it.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { END_MS, TIMER, TIMER_MS, TURN, makeTrial } from './trial.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const trial = makeTrial(params, kit);

  const turn = async (id: number): Promise<void> => {
    await nextTurn();
    trial.run(TURN, id);
  };
  const timer = async (id: number): Promise<void> => {
    await sleep(TIMER_MS);
    trial.run(TIMER, id);
  };

  return {
    async round() {
      for (const id of trial.ids(TIMER)) timer(id).catch(trial.handle);
      for (const id of trial.ids(TURN)) turn(id).catch(trial.handle);
      await sleep(END_MS);
      await nextTurn();
      return trial.finish();
    },
    close() {},
  };
}
