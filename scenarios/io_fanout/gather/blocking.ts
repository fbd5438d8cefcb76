// io_fanout.gather as blocking code: one unit after the other. The same results, and what it costs to wait for each alone.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { atOnce, UnitFailed, unitsOf, UNITS, valueOf } from './units.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const { units, gathers, sleepMs, failEvery, seed, beginTraced, finish, emit, handOver } = unitsOf(
    params,
    kit,
  );

  const unit = (id: number): number => {
    const delayMs = kit.traced ? beginTraced(id) : sleepMs;
    sleep(delayMs);
    const value = valueOf(seed, id);
    if (kit.traced) emit(finish, UNITS, id, value);
    if ((id + 1) % failEvery === 0) throw new UnitFailed(value);
    return value;
  };

  const gather = (first: number, count: number): void => {
    const results = Array.from({ length: count }, (_, i) => attempt(() => unit(first + i)));
    handOver(first, results);
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
