// timers.equal with callbacks: `setTimeout` for each timer, the last callback ends the round.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const count = Number(params['count']);
  const delayMs = Number(params['delayMs']);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  const armAll = (done: () => void): void => {
    let left = count;
    for (let id = 0; id < count; id++) {
      kit.emit(arm, 0, id, delayMs * 1000);
      setTimeout(() => {
        kit.emit(fire, 1, id, delayMs * 1000);
        if (--left === 0) done();
      }, delayMs);
    }
  };

  return {
    round: () => new Promise((resolve) => armAll(() => resolve(count))),
    close() {},
  };
}
