// io_fanout.gather as blocking code: one unit after the other. The same results, and what it costs to wait for each alone.
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

  const unit = (id: number): number => {
    if (kit.traced) emit(begin, UNITS, id, sleepMs * 1000);
    sleep(sleepMs);
    const value = valueOf(seed, id);
    if (kit.traced) emit(finish, UNITS, id, value);
    if ((id + 1) % failEvery === 0) throw new UnitFailed(value);
    return value;
  };

  const gather = (first: number, count: number): void => {
    const results = Array.from({ length: count }, (_, i) => attempt(() => unit(first + i)));
    for (const [place, outcome] of results.entries())
      if (typeof outcome === 'number') emit(result, RESULTS, first + place, outcome);
      else emit(failed, RESULTS, first + place, outcome.value);
  };

  return {
    round() {
      for (let i = 0; i < gathers; i++) gather(i * units, units);
      return gathers * units;
    },
    slice(operations) {
      for (let first = 0, count = 0; first < operations; first += count) {
        count = atOnce(operations - first, units);
        gather(first, count);
      }
    },
    close() {},
  };
}

function attempt(action: () => number): number | UnitFailed {
  try {
    return action();
  } catch (error) {
    if (error instanceof UnitFailed) return error;
    throw error;
  }
}

const nobody = new Int32Array(new SharedArrayBuffer(4));

/** Waits for a word that nobody writes, until the time is over. */
function sleep(durationMs: number): void {
  Atomics.wait(nobody, 0, 0, durationMs);
}

/** As many as in a round, and what would be left alone goes with the last of them. */
const atOnce = (left: number, units: number): number => (left < 2 * units ? left : units);

const seedOfNonce = (nonce: string): number =>
  Number.parseInt(nonce.slice(0, 8), 16) ^ Number.parseInt(nonce.slice(8, 16), 16);

const valueOf = (seed: number, id: number): number => Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
