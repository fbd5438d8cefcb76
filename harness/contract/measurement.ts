// What a scenario declares about how its processes run together, and how long its slices are.
import { assertNever } from './failure.ts';

/** A number of operations: the product of these parameters and numbers. */
export type OperationsProduct = readonly (string | number)[];

/**
 * How many operations the slices of a scenario have: the same for all subjects and in every run, each a multiple of what the
 * workload has under way at once. The overhead of a slice must not decide a comparison: see `docs/measuring.md`.
 */
export interface SliceSizes {
  /** Of a measured slice. */
  readonly operations: OperationsProduct;
  /** Of the lead: operations that the same process runs right before each measured slice, and that are dropped. They find the caches cold. */
  readonly lead: OperationsProduct;
  /** Of the short slices, which show what a slice itself costs and run after the measured one in every second pass. */
  readonly short: OperationsProduct;
  /** Of the slices of two builds of one runtime, which have no lead: the overhead is the same for both. */
  readonly gate: OperationsProduct;
}

/** The number of passes of slices: for two builds of one runtime, and across runtimes. */
export interface SliceCount {
  readonly gate: number;
  readonly ratio: number;
}

/** The slices in which two builds of one subject alternate. */
export interface GateSlices {
  /** Of each slice. */
  readonly operations: OperationsProduct;
  /** Passes that are run and dropped. At least `warmupMs` of the slots of each member in all. */
  readonly warmup: number;
  readonly warmupMs: number;
  /** Measured passes. */
  readonly passes: number;
  /** What the time of a slice is taken from: `wall`, or `cpu` where a slice sleeps. */
  readonly typical: 'wall' | 'cpu';
}

/** How compared processes run together, with the reason. */
export type SamplingPlan =
  /**
   * All subjects of a block live at once on one CPU; in each pass every one has a slot for one slice, in random order.
   */
  | {
      readonly kind: 'sliced';
      readonly sizes: SliceSizes;
      /** Passes that are dropped as warm-up. They last until the slots of each member add up to `warmupMs`, at least. */
      readonly warmup: SliceCount;
      readonly warmupMs: number;
      /** Measured passes. */
      readonly passes: SliceCount;
      /** The clock of a slice's time: `wall`, or `cpu` where a slice sleeps. */
      readonly typical: 'wall' | 'cpu';
      readonly reason: string;
    }
  /** All subjects of a block run their rounds at the same time on one CPU: mostly idle work, whose lateness counts. */
  | {
      readonly kind: 'duet';
      readonly reason: string;
      readonly repeats?: number;
    }
  /** Fresh processes one after the other in random order. */
  | {
      readonly kind: 'plain';
      readonly reason: string;
      /**
       * Under a time budget the block gets so many repetitions while others get one: where a repetition is cheap and says little. Declared, as
       * what was measured must not decide it. Absent: one.
       */
      readonly repeats?: number;
      /** Each process is pinned to one CPU. Absent: it may use all, and nothing else runs meanwhile. */
      readonly cpus?: 'one';
      /** Two builds of one subject alternate in these slices all the same. Absent: they too are fresh processes one after the other. */
      readonly gate?: GateSlices;
    };

/** The slices in which two builds of one subject meet. Null: they meet as subjects do. */
export function gateSlicesOf(plan: SamplingPlan): GateSlices | null {
  switch (plan.kind) {
    case 'sliced': {
      const { sizes, warmup, warmupMs, passes, typical } = plan;
      return { operations: sizes.gate, warmup: warmup.gate, warmupMs, passes: passes.gate, typical };
    }
    case 'plain':
      return plan.gate ?? null;
    case 'duet':
      return null;
    default:
      return assertNever(plan);
  }
}

/** Under a time budget, for each repetition of other blocks: see `repeats` above. */
export function repeatsOf(plan: SamplingPlan): number {
  return plan.kind === 'sliced' ? 1 : (plan.repeats ?? 1);
}

/** For scenarios that ask what happens, not how fast. */
export const MEANING_NOT_SPEED: SamplingPlan = {
  kind: 'plain',
  reason: 'This scenario checks semantics, not speed: whole rounds in fresh processes are enough.',
};
