// Reads `runners/*/runner.json`: which runtimes this package knows how to drive.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { FailureError, failure } from '../../contract/failure.ts';
import { RunnerManifest } from '../../contract/runner-manifest.ts';

const FILE = 'runner.json';
const validator = Compile(RunnerManifest);

/** In alphabetical order of the folders. Throws a `FailureError` that names the file when one is not a manifest. */
export function loadManifests(packageRoot: string): readonly RunnerManifest[] {
  const runners = join(packageRoot, 'runners');
  return readdirSync(runners, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(runners, entry.name, FILE))
    .sort()
    .flatMap((path) => {
      const text = readIfThere(path);
      return text === null ? [] : [parseManifest(text, path)];
    });
}

export function parseManifest(text: string, path: string): RunnerManifest {
  const parsed = parseJson(text, path);
  if (validator.Check(parsed)) return parsed;
  const evidence = [...validator.Errors(parsed)]
    .slice(0, 5)
    .map(({ instancePath, message }) => `${instancePath === '' ? '/' : instancePath}: ${message}`);
  throw broken(path, 'does not describe a runner', evidence);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(path, 'is not JSON', [String(error)]);
  }
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function broken(path: string, what: string, evidence: readonly string[]): FailureError {
  return new FailureError(
    failure(
      'EL2003',
      `${path} ${what}.`,
      'Correct that file; docs/writing-a-runner.md describes its fields.',
      evidence,
    ),
  );
}
