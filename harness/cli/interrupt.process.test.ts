// Ctrl-C on the real command: once, twice, and who is left afterwards.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import { readResults } from '../store/results-file.ts';
import { callBuilt } from './testing/call-built.ts';
import { startCli } from './testing/run-cli.ts';

/** Long enough that it certainly is not over when the signal comes. */
const LONG_RUN = [
  'run',
  '--profile',
  'smoke',
  '--repetitions',
  '500',
  '--scenario',
  'timers.sleep_loop',
  '--out',
  'here',
];
const SUBJECT = ['--subject', 'node/promises'];

function resultOf({ directory }: { readonly directory: string }): RunResult {
  const stored = readResults(join(directory, 'here', 'results.json'));
  if (!stored.ok) throw new Error(stored.failure.cause);
  return stored.value;
}

test.each(['SIGINT', 'SIGTERM', 'SIGQUIT'] as const)(
  '%s once finishes the window and writes what there is',
  async (signal) => {
    const cli = startCli([...LONG_RUN, ...SUBJECT]);
    await cli.said(/\[2\/1000\]/);
    cli.signal(signal);
    const { exitCode, stderr, stdout } = await cli.ended;
    expect(exitCode).toBe(130);
    expect(stderr).toContain('Stopping after the current window');
    expect(stderr).toContain('Incomplete');
    const { run, cells, exit } = resultOf(cli);
    expect([run.complete, run.interrupted, exit.code]).toEqual([false, true, 130]);
    expect(cells[0]?.invocations.proved).toBeGreaterThanOrEqual(1);
    const journal = readFileSync(join(cli.directory, 'here', 'journal.ndjson'), 'utf8');
    const records = journal
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(records.length).toBeLessThan(500);
    expect(stdout).toContain('timers.sleep_loop');
    expect(cli.survivors()).toEqual([]);
  },
);

test('SIGINT twice kills everything at once, and what was finished is still written', async () => {
  const cli = startCli([...LONG_RUN, ...SUBJECT]);
  await cli.said(/\[2\/1000\]/);
  cli.signal('SIGINT');
  await cli.said(/Stopping after/);
  cli.signal('SIGINT');
  const { exitCode } = await cli.ended;
  expect(exitCode).toBe(130);
  const { run } = resultOf(cli);
  expect([run.complete, run.interrupted]).toEqual([false, true]);
  expect(cli.survivors()).toEqual([]);
});

test('the time limit ends a run early without calling it interrupted', async () => {
  const called = await callBuilt([...LONG_RUN, ...SUBJECT, '--max-time', '1']);
  const { exitCode, stderr } = called;
  const { run, exit } = resultOf(called);
  expect([run.complete, run.interrupted]).toEqual([false, false]);
  expect(exitCode).toBe(exit.code);
  expect(stderr).toContain('Incomplete');
});
