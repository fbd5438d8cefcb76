// Runs that are disturbed, through the built command: stopped, with a stopped runner, beside another run, without /proc. Each says so.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import { MARK, startCli } from './testing/run-cli.ts';
import type { CliProcess } from './testing/run-cli.ts';

const RUN = ['run', '--profile', 'smoke', '--scenario', 'dispatch.turn', '--out', 'here'];
const TWO = ['--subject', 'node/promises,python/coroutines'];

const resultOf = ({ directory }: CliProcess): RunResult =>
  JSON.parse(readFileSync(join(directory, 'here', 'results.json'), 'utf8')) as RunResult;

const seenIn = (cli: CliProcess) => resultOf(cli).disturbances?.seen ?? [];

test('two runs at once both name the other one, and neither calls anything faster or slower', async () => {
  const words = [...RUN, '--repetitions', '6', ...TWO];
  const runs = [startCli(words), startCli(words)];
  const ends = await Promise.all(runs.map(({ ended }) => ended));
  for (const [i, { exitCode, stdout }] of ends.entries()) {
    const cli = runs[i];
    if (cli === undefined) throw new Error('there is a run for each end');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/disturbed: Another evenloop \(process \d+\) ran on this machine/);
    expect(seenIn(cli)).toContainEqual(expect.objectContaining({ kind: 'other-run' }));
    const rows = resultOf(cli).comparisons.filter(({ estimate }) => estimate !== null);
    expect(rows.length).toBeGreaterThan(0);
    for (const { verdict, reason } of rows)
      expect([verdict, reason]).toEqual(['unclear', expect.any(String)]);
    expect(rows.some(({ reason }) => reason.includes('another evenloop ran on this machine'))).toBe(true);
    expect(readFileSync(join(cli.directory, 'here', 'report.html'), 'utf8')).toContain(
      'Another evenloop (process ',
    );
  }
}, 120_000);

test('a run that is stopped for some seconds says so, also in its table', async () => {
  const cli = startCli([...RUN, '--repetitions', '4', ...TWO]);
  await begun(cli);
  cli.signal('SIGSTOP');
  await sleep(3000);
  cli.signal('SIGCONT');
  const { exitCode, stdout } = await cli.ended;
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining('disturbed: evenloop stood still for ')]);
  const pause = seenIn(cli).find(({ kind, who }) => kind === 'pause' && who === 'evenloop');
  expect(pause?.ms).toBeGreaterThan(1900);
}, 120_000);

test('a runner that is stopped for some seconds is named, and what it was compared with has no verdict', async () => {
  const cli = startCli([...RUN, '--repetitions', '3', ...TWO]);
  const runner = await begun(cli);
  process.kill(runner, 'SIGSTOP');
  await sleep(3000);
  process.kill(runner, 'SIGCONT');
  expect((await cli.ended).exitCode).toBe(0);
  const pause = seenIn(cli).find(({ who }) => who === `a runner (process ${runner})`);
  expect(pause).toMatchObject({ kind: 'pause', invocations: expect.any(Number) });
  expect(pause?.ms).toBeGreaterThan(900);
  expect(pause?.ms).toBeLessThan(15_000);
}, 120_000);

/** Waits until a runner of the block has been alive for a moment, so that it is in the middle of its work; its number. */
async function begun(cli: CliProcess): Promise<number> {
  const since = new Map<number, number>();
  for (;;) {
    const pids = isPlanned(cli) ? readdirSync('/proc').map(Number).filter(Number.isInteger) : [];
    for (const pid of pids) {
      if (!isRunnerOf(cli, pid)) continue;
      const from = since.get(pid) ?? performance.now();
      since.set(pid, from);
      if (performance.now() - from > 300) return pid;
    }
    await sleep(20);
  }
}

/** Those that are only asked what they offer come before that. */
const isPlanned = ({ directory }: CliProcess): boolean =>
  existsSync(join(directory, 'here', 'journal.ndjson'));

function isRunnerOf({ directory }: CliProcess, pid: number): boolean {
  try {
    const isOwn = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`${MARK}=${directory}`);
    return isOwn && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('evenloop_runner');
  } catch {
    return false;
  }
}
