// The folders of scenarios that this process serves: the package's own, and those that the harness names in `EVENLOOP_SCENARIOS`.
import { realpathSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Workloads of the package as they were compiled, beside this file. */
const OWN = new URL('../../scenarios/', import.meta.url);
/** Their sources, which the harness names like any other folder. */
const SOURCES = fileURLToPath(new URL('../../../scenarios', import.meta.url));

/** `named`: paths as in `PATH`, or undefined where no harness started this process. */
export function scenarioRoots(named: string | undefined, sources = SOURCES): readonly URL[] {
  const paths = (named ?? '').split(delimiter).filter((path) => path !== '');
  const outside = paths
    .map((path) => resolve(path))
    .filter((path) => realPathOf(path) !== realPathOf(sources));
  return [OWN, ...outside.map((path) => pathToFileURL(`${path}/`))];
}

/** A process that is measured is told of the package by a link of drawn length, and Node knows this file by its real path. */
function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}
