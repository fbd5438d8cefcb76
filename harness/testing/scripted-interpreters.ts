// For tests of discovery: interpreters made of small scripts in a folder of their own, and a manifest that looks for them.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoadedManifest, RunnerManifest } from '../contract/runner-manifest.ts';
import { discoverRuntimes } from '../run/discover/discover.ts';
import type { DiscoverOptions, Discovery } from '../run/discover/discover.ts';
import { fakeManifest } from './fake-runtime.ts';

export const PYTHON = {
  ...fakeManifest(),
  id: 'python',
  title: 'the Python runner',
  language: 'python',
  implementation: 'cpython',
  interpreter: {
    names: ['python3', 'python'],
    variable: 'EVENLOOP_PYTHON',
    places: ['pyenv'],
    versionArgs: ['-c', 'version'],
    selfArgs: ['-c', 'sys.executable'],
    minimumVersion: '3.11',
    install: 'Install Python 3.11 or later.',
  },
} satisfies RunnerManifest;

export interface Interpreters {
  readonly folder: string;
  /** A program at `path` that claims to be `self` when asked where it is, by default what it is, and otherwise prints `version`. */
  interpreter(path: string, version: string, self?: string): string;
  /** A program that does as it likes. */
  program(path: string, body: string): string;
  /** Looks in `bin` of the folder, where the environment says nothing else. */
  discover(
    environment?: Readonly<Record<string, string>>,
    manifest?: RunnerManifest,
    options?: Partial<DiscoverOptions>,
  ): Promise<Discovery>;
  remove(): void;
}

export function openInterpreters(): Interpreters {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'evenloop-test-')));
  const program = (path: string, body: string): string => {
    const whole = join(folder, path);
    mkdirSync(join(whole, '..'), { recursive: true });
    writeFileSync(whole, `#!/bin/sh\n${body}\n`);
    chmodSync(whole, 0o755);
    return whole;
  };
  const loadedAs = (manifest: RunnerManifest): LoadedManifest => ({
    manifest,
    folder,
    path: join(folder, 'runner.json'),
    origin: 'option',
  });
  return {
    folder,
    program,
    interpreter: (path, version, self = join(folder, path)) =>
      program(path, `case "$2" in sys.executable) echo "${self}";; *) echo "${version}";; esac`),
    discover: (environment = {}, manifest = PYTHON, options = {}) =>
      discoverRuntimes(
        [loadedAs(manifest)],
        { PATH: join(folder, 'bin'), HOME: join(folder, 'nobody'), ...environment },
        { extent: 'all', packageRoot: '/package', ...options },
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
