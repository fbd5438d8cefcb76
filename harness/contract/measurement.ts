// What a scenario declares of how its processes meet, and how long its slices are.

/** A number of operations: the product of these parameters and numbers. */
export type OperationsProduct = readonly (string | number)[];

/**
 * How many operations the slices of a scenario have: the same for all subjects and in every run, each a multiple of what the
 * workload has under way at once. What a slice costs beside its operations must not decide a comparison: see `docs/measuring.md`.
 */
export interface SliceSizes {
  /** Of a measured slice. */
  readonly operations: OperationsProduct;
  /** Of the lead: what the same process does right before each measured slice, and what is dropped. It finds the caches cold. */
  readonly lead: OperationsProduct;
  /**
   * Of the short slices that tell what a slice itself costs, run behind the measured one in every second round. Null: a slice is whole waves, one
   * after the other, and what begins and ends a wave belongs to its operations.
   */
  readonly short: OperationsProduct | null;
  /** Of the slices of two builds of one runtime, which have no lead: what is added to both is the same. */
  readonly gate: OperationsProduct;
}

/** How many rounds of slices: of two builds of one runtime, and across runtimes. */
export interface SliceCount {
  readonly gate: number;
  readonly ratio: number;
}

/** How processes that are compared meet each other, and why just so. */
export type Measurement =
  /**
   * All subjects of a block live at once on one CPU and take turns, one slice each a round, in random order.
   */
  | {
      readonly kind: 'sliced';
      readonly sizes: SliceSizes;
      /** Rounds that are run and dropped. At least `warmupMs` of each member's turns in all. */
      readonly warmup: SliceCount;
      readonly warmupMs: number;
      /** Measured rounds. */
      readonly rounds: SliceCount;
      /** What the time of a slice is taken from: `wall`, or `cpu` where a slice sleeps. */
      readonly typical: 'wall' | 'cpu';
      readonly reason: string;
    }
  /** All subjects of a block run their rounds at the same time on one CPU: mostly idle work, whose lateness counts. */
  | { readonly kind: 'duet'; readonly reason: string }
  /** Fresh processes one after the other in random order. */
  | { readonly kind: 'plain'; readonly reason: string };

/** For scenarios that ask what happens, not how fast. */
export const MEANING_NOT_SPEED: Measurement = {
  kind: 'plain',
  reason: 'What is asked here is meaning, not speed: whole rounds in fresh processes are enough.',
};
