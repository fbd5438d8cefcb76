// Outputs that are full, closed or gone, and what was asked to outlive them: the window ends, the run is saved, and no stack is shown.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { readResults } from '../store/results-file.ts';
import { callBuilt } from './testing/call-built.ts';
import { startCli } from './testing/run-cli.ts';
import type { CliProcess } from './testing/run-cli.ts';

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url));
const SMALL = ['--profile', 'smoke', '--scenario', 'timers.sleep_loop', '--subject', 'node/promises'];
const LONG = ['run', ...SMALL, '--repetitions', '500', '--out', 'here'];

const ownTmp = (directory: string): Readonly<Record<string, string>> => {
  mkdirSync(join(directory, 'tmp'));
  return { TMPDIR: join(directory, 'tmp') };
};

const savedIn = ({ directory }: Pick<CliProcess, 'directory'>): boolean | string => {
  const read = readResults(join(directory, 'here', 'results.json'));
  return read.ok ? read.value.run.interrupted : read.failure.cause;
};

test.runIf(existsSync('/dev/full')).each([['list'], ['completions', 'bash'], ['explain']])(
  'a full stdout of %s is EL3003 and no stack',
  async (...args) => {
    const { exitCode, stderr } = await execa(
      'sh',
      ['-c', '"$0" "$@" > /dev/full', process.execPath, MAIN, ...args],
      {
        reject: false,
      },
    );
    expect([exitCode, stderr]).toEqual([13, expect.stringContaining('EL3003')]);
    expect(stderr).not.toContain('throw');
  },
);

/** Closes the terminal of a run as soon as the run says that it is under way. */
const HANG_UP = `
import os, pty, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b''
while b'[2/' not in seen:
    seen += os.read(fd, 65536)
os.close(fd)
_, status = os.waitpid(pid, 0)
print(os.waitstatus_to_exitcode(status))
`;

test('a terminal that is closed stops a run as Ctrl-C does', async () => {
  const cli = startCli(['explain'], {}, undefined, ownTmp);
  await cli.ended;
  const { stdout } = await execa(
    'python3',
    ['-c', HANG_UP, process.execPath, MAIN, ...LONG, '--progress', 'plain'],
    // Whoever tests under nohup has told all below it to outlive the terminal.
    { cwd: cli.directory, env: { ...cli.settings, TERM: 'xterm', _: '' }, reject: false },
  );
  expect([stdout.trim(), savedIn(cli)]).toEqual(['130', true]);
  expect([cli.survivors(), readdirSync(join(cli.directory, 'tmp'))]).toEqual([[], []]);
});

test('a run under nohup goes on after a hang-up', async () => {
  const cli = startCli(LONG, { _: '/usr/bin/nohup' }, undefined, ownTmp);
  await cli.said(/\[2\//);
  cli.signal('SIGHUP');
  await cli.said(/\[12\//);
  cli.signal('SIGINT');
  const { exitCode, stderr } = await cli.ended;
  expect([exitCode, stderr.match(/Stopping after/g)?.length]).toEqual([130, 1]);
});

test('three signals at once leave no scratch folder and no process, and the journal', async () => {
  const cli = startCli(LONG, {}, undefined, ownTmp);
  await cli.said(/\[2\//);
  for (let i = 0; i < 3; i++) cli.signal('SIGINT');
  const { exitCode } = await cli.ended;
  expect(exitCode).toBe(130);
  await expect.poll(() => cli.survivors(), { timeout: 5000 }).toEqual([]);
  expect(readdirSync(join(cli.directory, 'tmp'))).toEqual([]);
  expect(existsSync(join(cli.directory, 'here', 'journal.ndjson'))).toBe(true);
});

test('a stop says what was under way, and how the run is finished', async () => {
  const cli = startCli(LONG, {}, undefined, ownTmp);
  await cli.said(/\[2\//);
  cli.signal('SIGINT');
  const { stderr } = await cli.ended;
  expect(stderr).toContain('finish: evenloop run --resume ');
});

test('where the newest run cannot be pointed at, that is a warning beside a whole run', async () => {
  const { exitCode, stderr } = await callBuilt(['run', ...SMALL, '--repetitions', '2', '--out', 'here'], {
    before(directory) {
      mkdirSync(join(directory, 'reports', 'out', 'latest'), { recursive: true });
      writeFileSync(join(directory, 'reports', 'out', 'latest', 'something'), '');
    },
  });
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('warning EL3001')]);
});
