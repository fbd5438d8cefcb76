// What a run needs to know before its first invocation.
import type { Side } from '../../contract/invocation.ts';
import type { ProjectParts } from '../../contract/project.ts';
import type { Checking, RunOptions } from '../../contract/request.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { RunListener } from '../listener.ts';
import type { ResumedRun } from '../recover/resume.ts';
import type { KeptWires } from '../wires.ts';
import type { ChoiceRequest } from './choose.ts';

export interface PrepareRequest {
  readonly options: RunOptions;
  /** What is taken when nothing is named. */
  readonly breadth: ChoiceRequest['breadth'];
  /** Null: this is a measurement. */
  readonly checking: Checking | null;
  readonly scenarios: readonly Scenario[];
  /** What it adds to the package. */
  readonly project: ProjectParts;
  readonly sides: readonly Side[];
  /** Where the package of each side stands. */
  readonly packageRoot: (side: Side) => string;
  /** The folder of all runs. */
  readonly outRoot: string;
  readonly listener: RunListener;
  /** Where what is said to runners and by them goes; absent: into bundles alone. */
  readonly wires?: KeptWires;
  /** The run that goes on; absent: a new one. */
  readonly resumed?: Pick<ResumedRun, 'folder' | 'journal'>;
}
