// timers.cancel with promises: each sleep has an `AbortController`; a cancelled one rejects.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { blockFor, waysOf } from './ways.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { count, wayOf, delayMs, idsOf, siblingOf, overdueMs } = waysOf(params);
  const { arm, fire, cancel } = kit.kinds as { arm: number; fire: number; cancel: number };
  let controllers: AbortController[] = [];
  let overdueAt = 0;

  const stop = (id: number, time = 0): void => {
    controllers[id]?.abort();
    kit.emit(cancel, id, id, time);
  };

  const timer = async (id: number, signal: AbortSignal): Promise<void> => {
    kit.emit(arm, id, id, delayMs(id) * 1000);
    await sleep(delayMs(id), undefined, { signal });
    kit.emit(fire, id, id, delayMs(id) * 1000);
    const way = wayOf(id);
    if (way === 'keep') stop(siblingOf(id));
    if (way === 'itself') stop(id);
    if (way === 'blocker') {
      blockFor((overdueAt - kit.now()) / 1e6);
      for (const overdue of idsOf('overdue')) stop(overdue);
    }
  };

  return {
    async round() {
      controllers = Array.from({ length: count }, () => new AbortController());
      const timers = controllers.map(({ signal }, id) => timer(id, signal));
      overdueAt = kit.now() + (overdueMs + 1) * 1e6;
      for (const id of idsOf('before')) stop(id);
      for (const time of [0, 1]) for (const id of idsOf('double')) stop(id, time);
      for (const outcome of await Promise.allSettled(timers)) assertExpected(outcome);
      return count;
    },
    close() {},
  };
}

/** Being cancelled is what a timer is here for; anything else is a failure of the workload. */
function assertExpected(outcome: PromiseSettledResult<void>): void {
  if (outcome.status === 'fulfilled') return;
  const error: unknown = outcome.reason;
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
