// Where all commands have their scenarios from: the package, and the folders of a project or of `--scenarios`.
import { scenarios as own } from '../../scenarios/index.ts';
import { loadScenarios } from '../catalogue/load-scenarios.ts';
import type { Project } from '../contract/project.ts';
import type { Scenario } from '../contract/scenario.ts';
import { textsOption } from './options/raw-options.ts';
import type { RawOptions } from './options/raw-options.ts';

/** The package's own first; `otherwise`: the folders where the option names none. Throws a `FailureError` where a folder or a scenario in it cannot be used. */
export async function scenariosOf(
  raw: RawOptions,
  otherwise: readonly string[] = [],
): Promise<readonly Scenario[]> {
  const named = textsOption(raw, 'scenarios', 'a path');
  return loadScenarios(own, named.length > 0 ? named : otherwise);
}

/** Those of the package and of a project, whose folders are those of its config and of `--scenarios`. */
export const scenariosIn = (
  { scenarios }: Pick<Project, 'scenarios'>,
  otherwise: readonly string[] = [],
): Promise<readonly Scenario[]> => loadScenarios(own, scenarios.length > 0 ? scenarios : otherwise);
