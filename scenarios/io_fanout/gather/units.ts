// What all styles of io_fanout.gather share: the units of a round, what becomes of them, and how their results are handed over.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

/** Keys of the trace. */
export const UNITS = 0;
export const RESULTS = 1;

export class UnitFailed extends Error {
  readonly value: number;
  constructor(value: number) {
    super('the unit fails, as it was told to');
    this.value = value;
  }
}

export interface Units {
  readonly units: number;
  readonly gathers: number;
  readonly sleepMs: number;
  readonly failEvery: number;
  readonly seed: number;
  readonly finish: number;
  readonly result: number;
  readonly failed: number;
  readonly emit: Kit['emit'];
  /** Records in a traced round that a unit begins; answers how long it sleeps, in milliseconds. */
  readonly beginTraced: (id: number) => number;
  /** The results of a gathering, in the order of its units. */
  readonly handOver: (first: number, results: readonly (number | UnitFailed)[]) => void;
}

export function unitsOf(params: Parameters, kit: Kit): Units {
  const { begin, finish, result, failed } = kit.kinds as Record<
    'begin' | 'finish' | 'result' | 'failed',
    number
  >;
  const { emit, nonce } = kit;
  const units = Number(params['units']);
  const sleepMs = Number(params['sleepMs']);
  const spreadMs = Number(params['spreadMs']);
  return {
    units,
    gathers: Number(params['gathers']),
    sleepMs,
    failEvery: Number(params['failEvery']),
    seed: Number.parseInt(nonce.slice(0, 8), 16) ^ Number.parseInt(nonce.slice(8, 16), 16),
    finish,
    result,
    failed,
    emit,
    beginTraced(id) {
      const delayMs = sleepMs + longerMs(spreadMs, id % units);
      emit(begin, UNITS, id, delayMs * 1000);
      return delayMs;
    },
    handOver(first, results) {
      for (const [place, outcome] of results.entries())
        if (typeof outcome === 'number') emit(result, RESULTS, first + place, outcome);
        else emit(failed, RESULTS, first + place, outcome.value);
    },
  };
}

/** By how much the unit at this place of its gathering sleeps longer than most: the first by `spreadMs`, each further one by half of that. */
const longerMs = (spreadMs: number, place: number): number => Math.floor(spreadMs / 2 ** place);

export const valueOf = (seed: number, id: number): number => Math.imul(seed ^ id, 0x9e3779b1) >>> 0;

/** As many as in a round, and what would be left alone goes with the last of them. */
export const atOnce = (left: number, units: number): number => (left < 2 * units ? left : units);

/** One gathering after the other, each of which is awaited. */
export function gatherInTurn(
  { units, gathers }: Units,
  gather: (first: number, count: number) => Promise<void>,
): Workload {
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
