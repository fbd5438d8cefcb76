// The ordered plan of a run: what `plan/` makes, `run/` carries out and every table is laid out by.
import type { CellKey, Side, Subject } from './invocation.ts';
import type { Measurement } from './measurement.ts';
import type { ParameterSet, Scenario, Stimulus } from './scenario.ts';

/** The slices of each member of a sliced block. */
export interface SlicePlan {
  /** Of a measured slice. */
  readonly operations: number;
  /** Of the lead before each slice; 0: there is none. */
  readonly leadOperations: number;
  /** Of a short slice; 0: there are none. */
  readonly shortOperations: number;
  readonly warmupRounds: number;
  /** Each member's warm-up takes at least so long. */
  readonly warmupMs: number;
  readonly rounds: number;
  /** True: the slices are the first thing that a process does. False: a traced round and a warm-up round go before them. */
  readonly fresh: boolean;
}

/** One scenario, one parameter set, all its subjects: interleaved, never split over machines. */
export interface Block {
  readonly id: string;
  readonly scenario: Scenario;
  readonly set: ParameterSet;
  readonly subjects: readonly Subject[];
  readonly sides: readonly Side[];
  readonly stimulus: Stimulus;
  /** How its members meet: as the scenario asks for in a measurement, `plain` where only meaning counts. */
  readonly mode: Measurement['kind'];
  /** Null unless the mode is `sliced`. */
  readonly slices: SlicePlan | null;
  /** The subject that runs twice in each unit that has a twin; null: nothing is compared. */
  readonly reference: Subject | null;
}

/** One invocation to come. Steps with the same `unit` and `block` are neighbours in time: they make the pairs. */
export interface Step {
  readonly invocation: string;
  readonly unit: number;
  /** Steps with the same number stand next to each other and are carried out together where their block is not `plain`. */
  readonly meeting: number;
  readonly block: Block;
  readonly cell: CellKey;
  readonly subject: Subject;
  /** Seed of schedules: the same for all subjects of the unit and block. */
  readonly seed: number;
  readonly nonce: string;
  readonly secret: number;
}

export interface Plan {
  readonly seed: number;
  readonly profile: string;
  readonly units: number;
  readonly blocks: readonly Block[];
  readonly steps: readonly Step[];
  /** What was asked for but cannot be run, with the reason: shown, never dropped. */
  readonly unsupported: readonly { readonly cell: CellKey; readonly reason: string }[];
  /** From the pacing of all steps and the usual cost of a start, in milliseconds. */
  readonly expectedMs: number;
}
