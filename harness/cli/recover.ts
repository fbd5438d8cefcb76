// How commands read a run that was ended before it wrote its results: by its journal, with the scenarios that are known here.
import type { Scenario } from '../contract/scenario.ts';
import { recoverRun } from '../orchestrate/recover/recover-run.ts';
import type { Recover } from '../publish/read-runs.ts';

export const recoverWith =
  (scenarios: readonly Scenario[]): Recover =>
  (folder) =>
    recoverRun(folder, scenarios);
