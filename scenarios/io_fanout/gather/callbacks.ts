// io_fanout.gather with callbacks: timers call back, and a counter tells when all have.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

/** Keys of the trace. */
const UNITS = 0;
const RESULTS = 1;

type Answer = (failure: UnitFailed | null, value: number) => void;

class UnitFailed extends Error {
  readonly value: number;
  constructor(value: number) {
    super('the unit fails, as it was told to');
    this.value = value;
  }
}

export function open(params: Parameters, kit: Kit): Workload {
  const units = Number(params['units']);
  const gathers = Number(params['gathers']);
  const sleepMs = Number(params['sleepMs']);
  const failEvery = Number(params['failEvery']);
  const seed = seedOfNonce(kit.nonce);
  const { begin, finish, result, failed } = kit.kinds as Record<
    'begin' | 'finish' | 'result' | 'failed',
    number
  >;
  const { emit } = kit;

  const unit = (id: number, answer: Answer): void => {
    if (kit.traced) emit(begin, UNITS, id, sleepMs * 1000);
    setTimeout(() => {
      const value = valueOf(seed, id);
      if (kit.traced) emit(finish, UNITS, id, value);
      if ((id + 1) % failEvery === 0) answer(new UnitFailed(value), 0);
      else answer(null, value);
    }, sleepMs);
  };

  const gather = (first: number, count: number, done: () => void): void => {
    const results = Array.from<number | UnitFailed>({ length: count });
    let left = count;
    for (let i = 0; i < count; i++)
      unit(first + i, (failure, value) => {
        results[i] = failure ?? value;
        if (--left > 0) return;
        for (const [place, outcome] of results.entries())
          if (typeof outcome === 'number') emit(result, RESULTS, first + place, outcome);
          else emit(failed, RESULTS, first + place, outcome.value);
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

/** As many as in a round, and what would be left alone goes with the last of them. */
const atOnce = (left: number, units: number): number => (left < 2 * units ? left : units);

const seedOfNonce = (nonce: string): number =>
  Number.parseInt(nonce.slice(0, 8), 16) ^ Number.parseInt(nonce.slice(8, 16), 16);

const valueOf = (seed: number, id: number): number => Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
