// What a scenario declares about how its processes run together, and how long its slices are.

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
  /**
   * Of the short slices, which show what a slice itself costs and run after the measured one in every second pass. Null: a slice consists of whole waves, one
   * after the other, so that beginning and end of a wave belong to its operations.
   */
  readonly short: OperationsProduct | null;
  /** Of the slices of two builds of one runtime, which have no lead: the overhead is the same for both. */
  readonly gate: OperationsProduct;
}

/** The number of passes of slices: for two builds of one runtime, and across runtimes. */
export interface SliceCount {
  readonly gate: number;
  readonly ratio: number;
}

/** How compared processes run together, with the reason. */
export type Measurement =
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
      readonly rounds: SliceCount;
      /** The clock of a slice's time: `wall`, or `cpu` where a slice sleeps. */
      readonly typical: 'wall' | 'cpu';
      readonly reason: string;
    }
  /** All subjects of a block run their rounds at the same time on one CPU: mostly idle work, whose lateness counts. */
  | { readonly kind: 'duet'; readonly reason: string }
  /** Fresh processes one after the other in random order. */
  | { readonly kind: 'plain'; readonly reason: string };
