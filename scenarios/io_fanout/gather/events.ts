// io_fanout.gather with events: each unit is an emitter that ends with `value` or `failure`, and a listener collects.
import { EventEmitter, once } from 'node:events';
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

/** Emits `value` (number) or `failure` (UnitFailed) once. */
class Unit extends EventEmitter {}

/** Emits `gathered` (values and failures, in the order of the units) when all units are over. */
class Gathering extends EventEmitter {
  readonly #results: (number | UnitFailed)[];
  #left: number;

  constructor(units: readonly Unit[]) {
    super();
    this.#results = Array.from<number | UnitFailed>({ length: units.length });
    this.#left = units.length;
    for (const [place, unit] of units.entries()) {
      unit.on('value', (value: number) => this.#over(place, value));
      unit.on('failure', (failure: UnitFailed) => this.#over(place, failure));
    }
  }

  #over(place: number, outcome: number | UnitFailed): void {
    this.#results[place] = outcome;
    if (--this.#left === 0) this.emit('gathered', this.#results);
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

  const startUnit = (id: number): Unit => {
    const unit = new Unit();
    if (kit.traced) emit(begin, UNITS, id, sleepMs * 1000);
    setTimeout(() => {
      const value = valueOf(seed, id);
      if (kit.traced) emit(finish, UNITS, id, value);
      if ((id + 1) % failEvery === 0) unit.emit('failure', new UnitFailed(value));
      else unit.emit('value', value);
    }, sleepMs);
    return unit;
  };

  const gather = async (first: number, count: number): Promise<void> => {
    const gathering = new Gathering(Array.from({ length: count }, (_, i) => startUnit(first + i)));
    gathering.on('gathered', (results: readonly (number | UnitFailed)[]) => {
      for (const [place, outcome] of results.entries())
        if (typeof outcome === 'number') emit(result, RESULTS, first + place, outcome);
        else emit(failed, RESULTS, first + place, outcome.value);
    });
    await once(gathering, 'gathered');
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

/** As many as in a round, and what would be left alone goes with the last of them. */
const atOnce = (left: number, units: number): number => (left < 2 * units ? left : units);

const seedOfNonce = (nonce: string): number =>
  Number.parseInt(nonce.slice(0, 8), 16) ^ Number.parseInt(nonce.slice(8, 16), 16);

const valueOf = (seed: number, id: number): number => Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
