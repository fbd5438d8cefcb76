// What is read off the invocations of a scenario: where a number comes from, how it is compared, and which way is better.
export interface MetricSpec {
  readonly id: string;
  readonly title: string;
  readonly unit: 'ns' | 'operations/s' | 'bytes';
  /** Which way is better. */
  readonly better: 'lower' | 'higher';
  /** `ratio`: compared by the logarithm. `difference`: compared in its unit, for values that may be near or below zero. */
  readonly scale: 'ratio' | 'difference';
  readonly source:
    | { readonly kind: 'cpu-per-operation' }
    | { readonly kind: 'wall-per-operation' }
    /** What an operation takes in a slice, by wall clock or CPU time as the scenario's `measurement` says. Of two builds the median slice pair decides. */
    | { readonly kind: 'slice-time' }
    /** All CPU from the end of the warm-up to the end of the last slice, helper threads between the slices included. */
    | { readonly kind: 'slice-cpu' }
    /** The most memory that the process ever held. */
    | { readonly kind: 'peak-resident' }
    /** A quantile of the samples of the invocation. `notice`: the samples are times, made latencies by the witness's record. */
    | { readonly kind: 'sample-quantile'; readonly q: number; readonly join: 'none' | 'notice' };
  /** The metrics whose comparison gives the verdict of the row. At least one. */
  readonly primary: boolean;
  /** The smallest effect worth a word: a fraction for `ratio`, the unit for `difference`. */
  readonly minimumEffect: number;
}
