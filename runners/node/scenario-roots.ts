// The folders of scenarios that this process serves: the package's own, and those that the harness names in `EVENLOOP_SCENARIOS`.
import { delimiter, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Workloads of the package as they were compiled, beside this file. */
const OWN = new URL('../../scenarios/', import.meta.url);
/** Their sources, which the harness names like any other folder. */
const SOURCES = fileURLToPath(new URL('../../../scenarios', import.meta.url));

/** `named`: paths as in `PATH`, or undefined where no harness started this process. */
export function scenarioRoots(named: string | undefined): readonly URL[] {
  const paths = (named ?? '').split(delimiter).filter((path) => path !== '');
  const outside = paths.map((path) => resolve(path)).filter((path) => path !== resolve(SOURCES));
  return [OWN, ...outside.map((path) => pathToFileURL(`${path}/`))];
}
