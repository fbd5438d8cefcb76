// What a killed run leaves is removed by its witness, who survives it: no later command is needed.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { findPackage } from '../orchestrate/package-root.ts';
import { startCli } from './testing/run-cli.ts';
import { processesWhere } from '../testing/processes-where.ts';

const MAIN = join(findPackage().root, 'dist/harness/cli/main.js');
const RUN = [
  'run',
  '--profile',
  'smoke',
  '--scenario',
  'io_fanout.file_reads',
  '--repetitions',
  '6',
  '--out',
  'here',
];

test('SIGKILL in the middle of a run leaves no folder and no process', async () => {
  const cli = startCli(RUN, {}, undefined, (directory) => {
    mkdirSync(join(directory, 'tmp'));
    return { TMPDIR: join(directory, 'tmp') };
  });
  const left = (): readonly string[] => readdirSync(join(cli.directory, 'tmp'));
  await expect.poll(() => left().length, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect.poll(() => cli.survivors().length, { timeout: 20_000 }).toBeGreaterThan(2);
  cli.signal('SIGKILL');
  await cli.ended;
  await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  await expect.poll(() => cli.survivors(), { timeout: 10_000 }).toEqual([]);
}, 60_000);

test('a limit on the size of files ends a run before it has a witness: the next command sweeps', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-limited-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const tmp = join(directory, 'tmp');
  mkdirSync(tmp);
  const mark = `EVENLOOP_TEST_MARK=${directory}`;
  const child = spawn('sh', ['-c', 'ulimit -f 24; exec "$@"', 'sh', process.execPath, MAIN, ...RUN], {
    cwd: directory,
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: tmp, EVENLOOP_TEST_MARK: directory },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  // The kernel ends it by SIGXFSZ, which nothing in it can catch up with.
  expect(await once(child, 'exit')).toEqual([null, 'SIGXFSZ']);
  await expect.poll(() => processesWhere((entry) => entry === mark), { timeout: 10_000 }).toEqual([]);
  expect(readdirSync(tmp)).toHaveLength(1);
  const next = spawn(process.execPath, [MAIN, 'explain', 'T4'], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: tmp },
  });
  await once(next, 'exit');
  expect(readdirSync(tmp)).toEqual([]);
}, 60_000);
