// How commands read a run that was ended before it wrote its results: by its journal, with the scenarios of the project.
import { recoverRun } from '../orchestrate/recover/recover-run.ts';
import { withThresholds } from '../plan/thresholds.ts';
import { hasCutShort } from '../publish/read-runs.ts';
import type { Recover } from '../publish/read-runs.ts';
import { readProject } from './options/project-options.ts';
import type { RawOptions } from './options/raw-options.ts';
import { scenariosIn } from './scenarios.ts';

/** Undefined where none of these runs, or folders of runs, needs it: then no config is read for it. */
export async function recovering(
  raw: RawOptions,
  paths: readonly (string | null)[],
): Promise<Recover | undefined> {
  if (!paths.some((path) => path !== null && hasCutShort(path))) return undefined;
  const { project } = await readProject(raw);
  const scenarios = withThresholds(await scenariosIn(project), project.thresholds);
  return (folder) => recoverRun(folder, scenarios);
}
