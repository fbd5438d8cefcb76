// How a check differs from a measurement.

export interface Checking {
  /** Ids of the rules that decide; empty: all. */
  readonly rules: readonly string[];
  /** Busy processes beside the runners, and stalls of their loops. */
  readonly stress: boolean;
}

/** Each seed is tried in two fresh processes, which must do the same (rule W6). */
export const CHECK_PROCESSES = 2;
