// timers.cancel with callbacks: `setTimeout` and `clearTimeout`; the last callback ends the round.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { blockFor, waysOf } from './ways.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { count, wayOf, delayMs, idsOf, siblingOf, overdueMs } = waysOf(params);
  const { arm, fire, cancel } = kit.kinds as { arm: number; fire: number; cancel: number };
  const timers: NodeJS.Timeout[] = [];
  let overdueAt = 0;

  const stop = (id: number, time = 0): void => {
    clearTimeout(timers[id]);
    kit.emit(cancel, id, id, time);
  };

  const fired = (id: number, done: () => void): void => {
    kit.emit(fire, id, id, delayMs(id) * 1000);
    const way = wayOf(id);
    if (way === 'keep') stop(siblingOf(id));
    if (way === 'itself') stop(id);
    if (way === 'blocker') {
      blockFor((overdueAt - kit.now()) / 1e6);
      for (const overdue of idsOf('overdue')) stop(overdue);
    }
    if (way === 'end') done();
  };

  const armAll = (done: () => void): void => {
    for (let id = 0; id < count; id++) {
      kit.emit(arm, id, id, delayMs(id) * 1000);
      timers[id] = setTimeout(fired, delayMs(id), id, done);
    }
    overdueAt = kit.now() + (overdueMs + 1) * 1e6;
    for (const id of idsOf('before')) stop(id);
    for (const time of [0, 1]) for (const id of idsOf('double')) stop(id, time);
  };

  return {
    round: () => new Promise((resolve) => armAll(() => resolve(count))),
    close() {},
  };
}
