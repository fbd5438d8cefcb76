// The metrics of a scenario: where a number comes from, how it is compared, and which direction is better.
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
    /** The time of an operation in a slice, by wall clock or CPU time as the scenario's `measurement` says. For two builds the median over slice pairs decides. */
    | { readonly kind: 'slice-time' }
    /** All CPU from the end of the warm-up to the end of the last slice, helper threads between the slices included. */
    | { readonly kind: 'slice-cpu' }
    /** The most memory that the process ever held. */
    | { readonly kind: 'peak-resident' }
    /** A quantile of the samples of the invocation. `notice`: the samples are times, made latencies by the witness's record. */
    | { readonly kind: 'sample-quantile'; readonly q: number; readonly join: 'none' | 'notice' }
    /** A quantile of the latencies at one of the rates of the stimulus `http-clients`, by its place: from the intended start to the last byte of the answer, by the clock of the harness's clients. */
    | { readonly kind: 'rate-quantile'; readonly rate: number; readonly q: number };
  /** The metrics whose comparison gives the verdict of the row. At least one. */
  readonly primary: boolean;
  /** The smallest effect of interest: a fraction for `ratio`, in the metric's unit for `difference`. */
  readonly minimumEffect: number;
}
