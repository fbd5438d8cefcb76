// The project of one call: its config, and what the command line adds to it or puts in its place.
import { resolve } from 'node:path';
import { FailureError, failure } from '../contract/failure.ts';
import type { Result } from '../contract/failure.ts';
import { OUT_ROOT } from '../contract/project.ts';
import type { OwnSubject, Project } from '../contract/project.ts';
import { checkConfig } from './check-config.ts';
import type { LoadedConfig } from './check-config.ts';
import { defineSubject } from './define-subject.ts';
import { findConfig } from './find-config.ts';
import { readConfig } from './read-config.ts';

/** What the command line says of the project. */
export interface ProjectWords {
  /** The working directory, from which paths of the command line count and the config is looked for. */
  readonly folder: string;
  /** `--config`; null: look for one. */
  readonly config: string | null;
  /** `--no-config`. */
  readonly without: boolean;
  /** `--runner`. */
  readonly runners: readonly string[];
  /** `--define`. */
  readonly defined: readonly string[];
  /** `--scenarios`. */
  readonly scenarios: readonly string[];
}

export interface OpenedProject {
  readonly project: Project;
  readonly config: LoadedConfig | null;
}

/** Throws a `FailureError` that names the file, or the option, and the place in it. */
export async function openProject(words: ProjectWords): Promise<OpenedProject> {
  const { folder } = words;
  const config = await loadConfig(words);
  const fromHere = (paths: readonly string[]) => paths.map((path) => resolve(folder, path));
  const runners = [
    ...(config?.runners ?? []).map((path) => ({ path, origin: 'config' as const })),
    ...fromHere(words.runners).map((path) => ({ path, origin: 'option' as const })),
  ];
  const project: Project = {
    config: config?.path ?? null,
    runners: runners.filter(({ path }, i) => runners.findIndex((other) => other.path === path) === i),
    subjects: joined(
      config?.subjects ?? [],
      words.defined.map((text) => defineSubject(text, folder)),
    ),
    scenarios: [...new Set([...(config?.scenarios ?? []), ...fromHere(words.scenarios)])],
    outRoot: config?.out ?? resolve(folder, OUT_ROOT),
    words: repeated(words),
    thresholds: config?.thresholds ?? {},
  };
  return { project, config };
}

/** A config that was looked for is found again. */
function repeated({ config, without, runners, defined }: ProjectWords): readonly string[] {
  const each = (option: string, values: readonly string[]) => values.flatMap((value) => [option, value]);
  return [
    ...(without ? ['--no-config'] : each('--config', config === null ? [] : [config])),
    ...each('--runner', runners),
    ...each('--define', defined),
  ];
}

async function loadConfig({ folder, config, without }: ProjectWords): Promise<LoadedConfig | null> {
  if (without) return null;
  const path = config === null ? valueOf(findConfig(folder)) : resolve(folder, config);
  return path === null ? null : valueOf(checkConfig(valueOf(await readConfig(path)), path));
}

function valueOf<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new FailureError(result.failure);
}

/** A subject of the command line takes the place of one of the config with the same id. */
function joined(configured: readonly OwnSubject[], defined: readonly OwnSubject[]): readonly OwnSubject[] {
  const twice = defined.find(({ id }, i) => defined.findIndex((other) => other.id === id) < i);
  if (twice !== undefined)
    throw new FailureError(
      failure('EL1004', `--define gives two subjects the id ${JSON.stringify(twice.id)}.`, 'Rename one.'),
    );
  const kept = configured.filter(({ id }) => defined.every((other) => other.id !== id));
  return [...kept, ...defined];
}
