// The ordered plan of a run: `plan/` makes it, `run/` carries it out, and every table follows its order.
import type { CellKey, Side, Subject } from './invocation.ts';
import type { SamplingPlan } from './measurement.ts';
import type { ParameterSet, Scenario, Stimulus } from './scenario.ts';

/** The slices of each member of a sliced block. */
export interface SlicePlan {
  /** Of a measured slice. */
  readonly operations: number;
  /** Of the lead before each slice; 0: there is none. */
  readonly leadOperations: number;
  /** Of a short slice; 0: there are none. */
  readonly shortOperations: number;
  readonly warmupPasses: number;
  /** The least duration of each member's warm-up. */
  readonly warmupMs: number;
  readonly passes: number;
  /** True: the slices are the first work of a process. False: a traced round and a warm-up round precede them. */
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
  /** How its members run together: as the scenario declares for a measurement, `plain` where only semantics count. */
  readonly sampling: SamplingPlan['kind'];
  /** Its processes may use every CPU: nothing else runs meanwhile. */
  readonly alone: boolean;
  /** Null unless the sampling is `sliced`. */
  readonly slices: SlicePlan | null;
  /** The subject that runs twice in each repetition with an A/A control; null: nothing is compared. */
  readonly reference: Subject | null;
}

/** One invocation to come. Steps with the same `repetition` and `block` are neighbours in time: they make the pairs. */
export interface Step {
  readonly invocation: string;
  readonly repetition: number;
  /** Steps with the same number form a co-scheduled group: they are adjacent, and run together where their block is not `plain`. */
  readonly group: number;
  readonly block: Block;
  readonly cell: CellKey;
  readonly subject: Subject;
  /** Seed of schedules: the same for all subjects of a block in one repetition. */
  readonly seed: number;
  readonly nonce: string;
  readonly secret: number;
}

export interface Plan {
  readonly seed: number;
  readonly profile: string;
  readonly repetitions: number;
  readonly blocks: readonly Block[];
  readonly steps: readonly Step[];
  /** Requested cells that cannot run, with the reason: shown, never dropped. */
  readonly unsupported: readonly { readonly cell: CellKey; readonly reason: string }[];
  /** From the pacing of all steps and the usual cost of a start, in milliseconds. */
  readonly expectedMs: number;
}
