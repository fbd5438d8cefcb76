// What a workload or its recording can fail with, under the stable codes of `failed` messages.

export type FailedCode =
  /** An error that the workload threw or left uncaught. */
  | 'workload-threw'
  /** More events or samples than the round may record. */
  | 'capacity'
  /** More keys than a reply can carry. */
  | 'too-many-keys'
  /** An event of a kind that the scenario does not have. */
  | 'bad-event'
  /** The workload's file does not export what it must. */
  | 'bad-workload'
  /** The workload has no `slice`. */
  | 'no-slice'
  /** More slices than were announced. */
  | 'too-many-slices'
  /** The sidecar could not be written. */
  | 'sidecar';

/** Carries the code of a `failed` reply from where the trouble is noticed to where the reply is made. */
export class WorkloadFailure extends Error {
  readonly code: FailedCode;
  constructor(code: FailedCode, message: string) {
    super(message);
    this.name = 'WorkloadFailure';
    this.code = code;
  }
}
