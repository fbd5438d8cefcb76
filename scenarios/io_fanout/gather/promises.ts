// io_fanout.gather with promises: `Promise.allSettled` over async functions that sleep.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

/** Keys of the trace. */
const UNITS = 0;
const RESULTS = 1;

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

  const unit = async (id: number): Promise<number> => {
    if (kit.traced) emit(begin, UNITS, id, sleepMs * 1000);
    await sleep(sleepMs);
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

  return {
    async round() {
      for (let i = 0; i < gathers; i++) await gather(i * units, units);
      return gathers * units;
    },
    async slice(operations) {
      for (let first = 0, count = 0; first < operations; first += count) {
        count = atOnce(operations - first, units);
        await gather(first, count);
      }
    },
    close() {},
  };
}

/** Anything else than what the unit threw is the gathering's own failure, and has no value. */
function valueOfFailure(reason: unknown): number {
  return reason instanceof UnitFailed ? reason.value : 0;
}

/** As many as in a round, and what would be left alone goes with the last of them. */
const atOnce = (left: number, units: number): number => (left < 2 * units ? left : units);

const seedOfNonce = (nonce: string): number =>
  Number.parseInt(nonce.slice(0, 8), 16) ^ Number.parseInt(nonce.slice(8, 16), 16);

const valueOf = (seed: number, id: number): number => Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
