// Where an interpreter may be: named by its variable, this process, on PATH, under pyenv. Paths only; nothing is started.
import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { RunnerManifest } from '../../contract/runner-manifest.ts';
import { findExecutables, whyNotExecutable } from './find-executable.ts';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

export interface Candidate {
  readonly path: string;
  readonly source: string;
  /** True when somebody named it: then it is a fault when it cannot be used. */
  readonly wanted: boolean;
}

/** All candidates for a runner, the preferred ones first. May hold the same file more than once. */
export async function listCandidates(
  manifest: RunnerManifest,
  environment: EnvironmentVariables,
): Promise<Candidate[]> {
  const path = environment['PATH'] ?? '';
  const { names, variable } = manifest.interpreter;
  const named = (environment[variable] ?? '').split(delimiter).filter((entry) => entry !== '');
  const wanted = await Promise.all(named.map((entry) => namedExecutable(entry, path)));
  const found = await Promise.all(names.map((name) => findExecutables(name, path)));
  return [
    ...wanted.map((path) => ({ path, source: variable, wanted: true })),
    ...(manifest.id === 'node' ? [{ path: process.execPath, source: 'this process', wanted: false }] : []),
    ...found.flat().map((path) => ({ path, source: 'PATH', wanted: false })),
    ...(manifest.id === 'python' ? await pyenvCandidates(environment) : []),
  ];
}

/** A bare name is looked up on PATH; one that is not there stands for itself, to be named in the failure. */
async function namedExecutable(entry: string, path: string): Promise<string> {
  return (await findExecutables(entry, path))[0] ?? entry;
}

async function pyenvCandidates(environment: EnvironmentVariables): Promise<Candidate[]> {
  const root = environment['PYENV_ROOT'] ?? join(environment['HOME'] ?? '/nonexistent', '.pyenv');
  const versions = await readdir(join(root, 'versions')).catch(() => []);
  const paths = versions
    .sort(newestFirst)
    .map((version) => join(root, 'versions', version, 'bin', 'python3'));
  const problems = await Promise.all(paths.map(whyNotExecutable));
  return paths
    .filter((_, i) => problems[i] === null)
    .map((path) => ({ path, source: 'pyenv', wanted: false }));
}

const newestFirst = (a: string, b: string): number => b.localeCompare(a, 'en', { numeric: true });
