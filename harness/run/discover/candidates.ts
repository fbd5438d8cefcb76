// Where a runtime may be: named by its variable or by the manifest, this process, on PATH, in the package's `.runtimes`, under pyenv. Paths only; nothing is started.
import { readdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { LoadedManifest, Place, RunnerManifest } from '../../contract/runner-manifest.ts';
import { findExecutables, whyNotExecutable } from './find-executable.ts';
import { filled } from './runner-environment.ts';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

export interface Candidate {
  readonly path: string;
  readonly source: string;
  /** True when somebody named it: then it is a fault when it cannot be used. */
  readonly wanted: boolean;
}

/** All candidates for a runner, the preferred ones first. May hold the same file more than once. */
export async function listCandidates(
  { manifest, folder }: Pick<LoadedManifest, 'manifest' | 'folder'>,
  environment: EnvironmentVariables,
  packageRoot: string,
): Promise<Candidate[]> {
  const { interpreter, command } = manifest;
  const path = environment['PATH'] ?? '';
  const fill = (text: string): string => filled(text, { packageRoot, manifestFolder: folder });
  if (command !== undefined) {
    const named = fill(command.path);
    const file = named.includes('/') ? resolve(folder, named) : await namedExecutable(named, path);
    return [{ path: file, source: 'runner.json', wanted: true }];
  }
  return interpreter === undefined ? [] : interpretersOf(interpreter, environment, packageRoot, fill);
}

async function interpretersOf(
  { names, variable, places = [] }: NonNullable<RunnerManifest['interpreter']>,
  environment: EnvironmentVariables,
  packageRoot: string,
  fill: (text: string) => string,
): Promise<Candidate[]> {
  const path = environment['PATH'] ?? '';
  const named = (environment[variable] ?? '').split(delimiter).filter((entry) => entry !== '');
  const wanted = await Promise.all(named.map((entry) => namedExecutable(entry, path)));
  const found = await Promise.all(names.map((name) => findExecutables(fill(name), path)));
  const at = async (place: Place): Promise<Candidate[]> =>
    places.includes(place) ? IN_PLACE[place]({ environment, packageRoot, names: names.map(fill) }) : [];
  return [
    ...wanted.map((path) => ({ path, source: variable, wanted: true })),
    ...(await at('this-process')),
    ...found.flat().map((path) => ({ path, source: 'PATH', wanted: false })),
    ...(await at('package-runtimes')),
    ...(await at('pyenv')),
  ];
}

interface Surroundings {
  readonly environment: EnvironmentVariables;
  readonly packageRoot: string;
  readonly names: readonly string[];
}

type Look = (surroundings: Surroundings) => Candidate[] | Promise<Candidate[]>;

const IN_PLACE: Readonly<Record<Place, Look>> = {
  'this-process': () => [{ path: process.execPath, source: 'this process', wanted: false }],
  'package-runtimes': ({ packageRoot, names }) =>
    newestOf(join(packageRoot, '.runtimes'), names, 'package runtimes'),
  pyenv: ({ environment, names }) => {
    const root = environment['PYENV_ROOT'] ?? join(environment['HOME'] ?? '/nonexistent', '.pyenv');
    return newestOf(join(root, 'versions'), names, 'pyenv');
  },
};

/** A bare name is looked up on PATH; one that is not there stands for itself, to be named in the failure. */
export async function namedExecutable(entry: string, path: string): Promise<string> {
  return (await findExecutables(entry, path))[0] ?? entry;
}

/** In a folder that has a folder for each version, with its programs in `bin`. */
async function newestOf(folder: string, names: readonly string[], source: string): Promise<Candidate[]> {
  const versions = await readdir(folder).catch(() => []);
  const paths = await Promise.all(
    versions.sort(newestFirst).map((version) => firstExecutable(join(folder, version, 'bin'), names)),
  );
  return paths.flatMap((path) => (path === null ? [] : [{ path, source, wanted: false }]));
}

async function firstExecutable(folder: string, names: readonly string[]): Promise<string | null> {
  for (const name of names) {
    const path = join(folder, name);
    if ((await whyNotExecutable(path)) === null) return path;
  }
  return null;
}

const newestFirst = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });
