// A machine that refuses what is needed, through the built command: it is to blame, and what it can run is run.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findPackage } from '../orchestrate/package-root.ts';

const MAIN = join(findPackage().root, 'dist/harness/cli/main.js');
/** A user namespace with a network of its own, in which nobody has brought loopback up. Some systems allow none. */
const APART = ['unshare', '--user', '--map-root-user', '--net'];
const maySplit = spawnSync(APART[0] ?? '', [...APART.slice(1), 'true']).status === 0;

interface Said {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function ask(
  words: readonly string[],
  { before = [], env = {} }: { before?: readonly string[]; env?: Readonly<Record<string, string>> },
): Said {
  const cwd = mkdtempSync(join(tmpdir(), 'evenloop-machine-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const [program = '', ...args] = [...before, process.execPath, MAIN, ...words];
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { exitCode: status, stdout, stderr };
}

const check = (scenarios: string): string[] => ['check', '--scenario', scenarios, '--json'];

test('a TMPDIR that is not there is named, and nothing is begun', () => {
  const { exitCode, stderr } = ask(check('timers.equal'), { env: { TMPDIR: '/nonexistent/folder' } });
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('EL5001')]);
  expect(stderr).toContain('/nonexistent/folder, which TMPDIR names');
});

test('too few open files are the limit of the machine, and no bug', () => {
  const before = ['sh', '-c', 'ulimit -n 40; exec "$@"', 'sh'];
  const { exitCode, stderr } = ask(check('timers.equal'), { before });
  expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/EL5001: More files .*[^]*ulimit -n 4096/)]);
  expect(stderr).not.toContain('bug of evenloop');
});

test('a working directory that is gone is told as that', () => {
  const before = ['sh', '-c', 'mkdir gone; cd gone; rmdir ../gone; exec "$@"', 'sh'];
  const { exitCode, stderr } = ask(check('timers.equal'), { before });
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('EL5001: The working directory is gone')]);
});

test.skipIf(!maySplit)('without loopback the timers are checked, and what needs it is not blamed', () => {
  const { exitCode, stdout, stderr } = ask(check('timers.equal,io_fanout.tcp_echo'), { before: APART });
  const { cells } = JSON.parse(stdout) as {
    readonly cells: readonly { readonly scenario: string; readonly verdict: string }[];
  };
  expect([...new Set(cells.map(({ scenario, verdict }) => `${scenario} ${verdict}`))]).toEqual([
    'timers.equal equivalent',
  ]);
  expect([exitCode, stderr]).toEqual([
    3,
    expect.stringMatching(/EL5001 This machine cannot run io_fanout\.tcp_echo\. Nothing comes back over/),
  ]);
});
