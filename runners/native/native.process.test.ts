// The native runner with the sanitizers of the compiler: what the protocol and every workload do must touch no memory that is not theirs, and leak none.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../harness/cli/testing/run-cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const PROGRAM = join(ROOT, '.runtimes', 'native-sanitized', 'bin', 'native-runner');
/** Wherever the compiler comes from: in CI it must be there. */
const WANTED = (process.env['EVENLOOP_TEST_RUNTIMES'] ?? '').split(',').includes('native');
const HAS_COMPILER =
  process.platform === 'linux' && spawnSync(process.env['CC'] || 'cc', ['--version']).status === 0;
const CONFORM_MS = 240_000;

const setup = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, [join(ROOT, 'scripts', 'setup-native.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });

test('without a compiler the build says what to install', () => {
  const { status, stderr } = setup([], { CC: 'no-such-compiler' });
  expect(status).toBe(1);
  expect(stderr).toContain(process.platform === 'linux' ? 'apt install gcc' : 'only Linux has');
});

test('an option that there is not is refused with those that there are', () => {
  const { status, stderr } = setup(['--fast']);
  expect([status, stderr]).toEqual([1, 'setup:native: usage: npm run setup:native [-- --sanitize]\n']);
});

describe.skipIf(!HAS_COMPILER && !WANTED)('compiled with sanitizers', () => {
  let folder = '';
  beforeAll(() => {
    const { status, stderr } = setup(['--sanitize']);
    if (status !== 0) throw new Error(stderr);
    folder = mkdtempSync(join(tmpdir(), 'evenloop-native-'));
    const manifest = JSON.parse(readFileSync(join(ROOT, 'runners/native/runner.json'), 'utf8'));
    manifest.command.path = PROGRAM;
    mkdirSync(join(folder, 'native'));
    writeFileSync(join(folder, 'native', 'runner.json'), JSON.stringify(manifest));
  }, CONFORM_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(
    'it conforms, each clause of it',
    async () => {
      const { stdout, exitCode } = await runCli(['conform', join(folder, 'native'), '--json']);
      const { clauses } = JSON.parse(stdout) as { clauses: { id: string; status: string }[] };
      const left = clauses.filter(({ status }) => status !== 'passed');
      expect(left.map(({ id, status }) => `${id} ${status}`)).toEqual([]);
      expect(clauses.length).toBeGreaterThan(40);
      expect(exitCode).toBe(0);
    },
    CONFORM_MS,
  );
});
