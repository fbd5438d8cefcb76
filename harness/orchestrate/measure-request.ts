// What a run is asked to do, by whoever starts one.
import type { Injection } from '../run/block/block-types.ts';
import type { Comparing } from './assemble/assemble.ts';
import type { PrepareRequest } from './prepare/prepare-request.ts';
import type { ResumedRun } from './recover/resume.ts';
import type { RunStop } from './stop.ts';

export interface MeasureRequest extends PrepareRequest {
  readonly comparing: Comparing;
  readonly version: string;
  /** The words of the command, and the folder in which it was given. */
  readonly args: readonly string[];
  readonly workingFolder: string;
  /** The command that repeats the run with this seed. */
  readonly command: (seed: number) => string;
  readonly stop: RunStop;
  /** A slowdown that an experiment puts into slices; absent: none. */
  readonly inject?: Injection;
  /** The run that goes on; absent: a new one. */
  readonly resumed?: ResumedRun;
}
