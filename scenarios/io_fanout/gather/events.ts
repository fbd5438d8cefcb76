// io_fanout.gather with events: each unit is an emitter that ends with `value` or `failure`, and a listener collects.
import { EventEmitter, once } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { gatherInTurn, UnitFailed, unitsOf, UNITS, valueOf } from './units.ts';

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
  const all = unitsOf(params, kit);
  const { sleepMs, failEvery, seed, beginTraced, finish, emit, handOver } = all;

  const startUnit = (id: number): Unit => {
    const unit = new Unit();
    const delayMs = kit.traced ? beginTraced(id) : sleepMs;
    setTimeout(() => {
      const value = valueOf(seed, id);
      if (kit.traced) emit(finish, UNITS, id, value);
      if ((id + 1) % failEvery === 0) unit.emit('failure', new UnitFailed(value));
      else unit.emit('value', value);
    }, delayMs);
    return unit;
  };

  const gather = async (first: number, count: number): Promise<void> => {
    const gathering = new Gathering(Array.from({ length: count }, (_, i) => startUnit(first + i)));
    gathering.on('gathered', (results: readonly (number | UnitFailed)[]) => {
      handOver(first, results);
    });
    await once(gathering, 'gathered');
  };

  return gatherInTurn(all, gather);
}
