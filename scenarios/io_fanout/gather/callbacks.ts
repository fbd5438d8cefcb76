// io_fanout.gather with callbacks: timers call back, and a counter tells when all have.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { atOnce, UnitFailed, unitsOf, UNITS, valueOf } from './units.ts';

type Answer = (failure: UnitFailed | null, value: number) => void;

export function open(params: Parameters, kit: Kit): Workload {
  const { units, gathers, sleepMs, failEvery, seed, beginTraced, finish, emit, handOver } = unitsOf(
    params,
    kit,
  );

  const unit = (id: number, answer: Answer): void => {
    const delayMs = kit.traced ? beginTraced(id) : sleepMs;
    setTimeout(() => {
      const value = valueOf(seed, id);
      if (kit.traced) emit(finish, UNITS, id, value);
      if ((id + 1) % failEvery === 0) answer(new UnitFailed(value), 0);
      else answer(null, value);
    }, delayMs);
  };

  const gather = (first: number, count: number, done: () => void): void => {
    const results = Array.from<number | UnitFailed>({ length: count });
    let left = count;
    for (let i = 0; i < count; i++)
      unit(first + i, (failure, value) => {
        results[i] = failure ?? value;
        if (--left > 0) return;
        handOver(first, results);
        done();
      });
  };

  /** One gathering after the other, until so many units are through. */
  const gatherAll = (total: number, done: () => void, first = 0): void => {
    if (first >= total) return done();
    const count = atOnce(total - first, units);
    gather(first, count, () => gatherAll(total, done, first + count));
  };

  return {
    round: () => new Promise((resolve) => gatherAll(gathers * units, () => resolve(gathers * units))),
    slice: (operations) => new Promise((resolve) => gatherAll(operations, resolve)),
    close() {},
  };
}
