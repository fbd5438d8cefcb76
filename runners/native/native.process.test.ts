// The native runners, on epoll and on libuv, with the sanitizers of the compiler: what the protocol and every workload do must touch no memory that is not theirs, and leak none.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../harness/cli/testing/run-cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const PROGRAMS = join(ROOT, '.runtimes', 'native-sanitized', 'bin');
/** Wherever the compiler and libuv come from: in CI they must be there. */
const WANTED = (process.env['EVENLOOP_TEST_RUNTIMES'] ?? '').split(',');
const HAS_COMPILER =
  process.platform === 'linux' && spawnSync(process.env['CC'] || 'cc', ['--version']).status === 0;
const HAS_LIBUV = spawnSync('pkg-config', ['--exists', 'libuv']).status === 0;
/** What each needs beside the sources. */
const RUNNERS = [
  ['native', 'native-runner', HAS_COMPILER],
  ['libuv', 'libuv-runner', HAS_COMPILER && HAS_LIBUV],
] as const;
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

test.skipIf(!HAS_COMPILER && !WANTED.includes('native'))(
  'without libuv the build says how to get it, and the other runner is built',
  () => {
    const { status, stdout } = setup(['--sanitize'], { PKG_CONFIG: 'no-such-program' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('native-sanitized/bin/native-runner')]);
    expect(stdout.split('\n').filter((line) => line.includes('libuv'))).toEqual([
      expect.stringContaining('`apt install libuv1-dev pkg-config`'),
    ]);
  },
  CONFORM_MS,
);

describe.each(RUNNERS)('%s compiled with sanitizers', (id, program, there) => {
  let folder = '';
  beforeAll(() => {
    if (!there && !WANTED.includes(id)) return;
    const { status, stderr } = setup(['--sanitize']);
    if (status !== 0) throw new Error(stderr);
    folder = mkdtempSync(join(tmpdir(), 'evenloop-native-'));
    const manifest = JSON.parse(readFileSync(join(ROOT, 'runners', id, 'runner.json'), 'utf8'));
    manifest.command.path = join(PROGRAMS, program);
    mkdirSync(join(folder, id));
    writeFileSync(join(folder, id, 'runner.json'), JSON.stringify(manifest));
  }, CONFORM_MS);
  afterAll(() => {
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  test.skipIf(!there && !WANTED.includes(id))(
    'it conforms, each clause of it',
    async () => {
      const { stdout, exitCode } = await runCli(['conform', join(folder, id), '--json']);
      const { clauses } = JSON.parse(stdout) as { clauses: { id: string; status: string }[] };
      const left = clauses.filter(({ status }) => status !== 'passed');
      expect(left.map(({ id: clause, status }) => `${clause} ${status}`)).toEqual([]);
      expect(clauses.length).toBeGreaterThan(40);
      expect(exitCode).toBe(0);
    },
    CONFORM_MS,
  );
});
