// `evenloop completions`: the script with which a shell completes commands, options, scenarios and subjects.
import type { Command } from 'commander';
import { FailureError, assertNever, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { nearest } from '../../contract/nearest.ts';
import { bashCompletion } from '../../completions/bash.ts';
import type { CommandEntry } from '../../completions/command-entry.ts';
import { fishCompletion } from '../../completions/fish.ts';
import { zshCompletion } from '../../completions/zsh.ts';
import { CLAUSES } from '../../conform/clauses.ts';
import { catalogue } from '../../check/explanation.ts';
import { readProject } from '../options/project-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { commandTree } from '../options/command-tree.ts';
import { SHELLS } from '../options/suggestions.ts';
import type { Names } from '../options/suggestions.ts';
import { PROFILES } from '../../orchestrate/prepare/amount-of-work.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { loadManifests } from '../../orchestrate/prepare/load-manifests.ts';
import { scenariosIn } from '../scenarios.ts';
import type { Terminal } from '../ui/terminal.ts';

type Shell = (typeof SHELLS)[number];

export async function completions(
  shell: string,
  program: Command,
  raw: RawOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { project, config } = await readProject(raw);
  const names = namesOf(await scenariosIn(project), project, Object.keys(config?.profiles ?? {}));
  terminal.out(scriptFor(shellNamed(shell), commandTree(program, names)).trimEnd());
  return 0;
}

function scriptFor(shell: Shell, tree: readonly CommandEntry[]): string {
  switch (shell) {
    case 'bash':
      return bashCompletion(tree);
    case 'zsh':
      return zshCompletion(tree);
    case 'fish':
      return fishCompletion(tree);
    default:
      return assertNever(shell);
  }
}

function shellNamed(name: string): Shell {
  const shell = SHELLS.find((known) => known === name);
  if (shell !== undefined) return shell;
  const guess = nearest(name, SHELLS);
  const next = guess === null ? `Ask for one of ${SHELLS.join(', ')}.` : `Did you mean "${guess}"?`;
  throw new FailureError(failure('EL1004', `There are no completions for ${JSON.stringify(name)}.`, next));
}

/** Without starting anything: a shell wants its script at once. Styles are those of which the manifest says the order. */
function namesOf(scenarios: readonly Scenario[], project: Project, profiles: readonly string[]): Names {
  const families = [...new Set(scenarios.map(({ family }) => family))];
  const { manifests } = loadManifests(findPackage().root, project.runners);
  const found = manifests.flatMap(({ manifest: { id, styles, defaultStyle } }) =>
    [id].concat((styles ?? [defaultStyle]).map((style) => `${id}/${style}`)),
  );
  const own = project.subjects.flatMap(({ id, runner, style }) => {
    const manifest = manifests.find((each) => each.manifest.id === runner)?.manifest;
    const shown = style ?? manifest?.defaultStyle;
    return shown === undefined ? [id] : [id, `${id}/${shown}`];
  });
  return {
    scenarios: ['all', ...families, ...scenarios.map(({ id }) => id)],
    subjects: [...found, ...own],
    runners: [...manifests.map(({ manifest }) => manifest.id), ...project.subjects.map(({ id }) => id)],
    profiles: [...PROFILES, ...profiles],
    explained: [...catalogue(scenarios), ...CLAUSES].map(({ id }) => id),
  };
}
