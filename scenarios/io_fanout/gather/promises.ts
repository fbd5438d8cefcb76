// io_fanout.gather with promises: `Promise.allSettled` over async functions that sleep.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { gatherInTurn, RESULTS, UnitFailed, unitsOf, UNITS, valueOf } from './units.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const all = unitsOf(params, kit);
  const { sleepMs, failEvery, seed, beginTraced, finish, result, failed, emit } = all;

  const unit = async (id: number): Promise<number> => {
    const delayMs = kit.traced ? beginTraced(id) : sleepMs;
    await sleep(delayMs);
    const value = valueOf(seed, id);
    if (kit.traced) emit(finish, UNITS, id, value);
    if ((id + 1) % failEvery === 0) throw new UnitFailed(value);
    return value;
  };

  const gather = async (first: number, count: number): Promise<void> => {
    const settled = await Promise.allSettled(Array.from({ length: count }, (_, i) => unit(first + i)));
    for (const [i, outcome] of settled.entries()) {
      if (outcome.status === 'fulfilled') emit(result, RESULTS, first + i, outcome.value);
      else emit(failed, RESULTS, first + i, valueOfFailure(outcome.reason));
    }
  };

  return gatherInTurn(all, gather);
}

/** Anything else than what the unit threw is the gathering's own failure, and has no value. */
function valueOfFailure(reason: unknown): number {
  return reason instanceof UnitFailed ? reason.value : 0;
}
