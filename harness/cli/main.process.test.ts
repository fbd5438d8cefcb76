// The command from the outside: what it prints where, and with which code it ends.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import { readResults } from '../store/results-file.ts';
import { callBuilt } from './testing/call-built.ts';
import { callCli } from './testing/call-cli.ts';
import { runCli, startCli } from './testing/run-cli.ts';

const ONE_CELL = ['--scenario', 'timers.sleep_loop', '--subject', 'node/promises'];

test('help goes to stdout and names the five commands', async () => {
  const { exitCode, stdout, stderr } = await runCli(['--help']);
  expect([exitCode, stderr]).toEqual([0, '']);
  for (const command of ['run', 'check', 'report', 'list', 'compare'])
    expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
});

test('a word that is no command ends with code 2, says what to do, and prints no result', async () => {
  const { exitCode, stdout, stderr } = await runCli(['rum']);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain('error EL1003: ');
  expect(stderr).toContain('Did you mean "run"?');
});

test.each([
  [['run', '--scenario', 'timers.slep_loop'], 'EL1001', 'Did you mean "timers.sleep_loop"?'],
  [['run', '--subject', 'nod/promises'], 'EL1002', 'Did you mean "node/promises"?'],
  [['check', '--rule', 'T33'], 'EL1004', 'Did you mean'],
])('%j ends with code 2, says %s and what to do, and prints no result', async (args, code, next) => {
  const { exitCode, stdout, stderr } = await callCli(args);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`error ${code}: `);
  expect(stderr).toContain(next);
});

test('an output folder that cannot be made ends with code 2 before anything is run', async () => {
  const { exitCode, stderr } = await callBuilt(
    ['run', '--profile', 'smoke', ...ONE_CELL, '--out', 'file/inside'],
    { before: (directory) => writeFileSync(join(directory, 'file'), '') },
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error EL3001: ');
  expect(stderr).not.toContain('[1/');
});

test('a smoke run prints one JSON document, writes results, journal, report and the link to the newest, and is drawn and compared again', async () => {
  const cli = startCli(['run', '--profile', 'smoke', ...ONE_CELL, '--json', '--seed', '7', '--out', 'here']);
  const { exitCode, stdout, stderr } = await cli.ended;
  expect([exitCode, stderr.includes('[4/4]')]).toEqual([0, true]);
  const stored = readResults(join(cli.directory, 'here', 'results.json'));
  expect(stored).toEqual({ ok: true, value: JSON.parse(stdout) as unknown });
  if (!stored.ok) return;
  const { run, cells, runtimes } = stored.value;
  expect([run.complete, run.interrupted, run.seed, run.reference]).toEqual([true, false, 7, 'node/promises']);
  expect(run.command).toContain('run --profile smoke');
  expect(run.dutyCycle).toBeGreaterThan(0);
  expect(cells.map(({ side, verdict, invocations }) => [side, verdict, invocations.proved])).toEqual([
    ['head', 'equivalent', 2],
    ['control', 'equivalent', 2],
  ]);
  expect(runtimes.map(({ id }) => id)).toEqual(['node']);
  const journal = readFileSync(join(cli.directory, 'here', 'journal.ndjson'), 'utf8')
    .trim()
    .split('\n');
  // What goes on beside the run is the machine's.
  const kinds = journal
    .map((line) => (JSON.parse(line) as { readonly kind: string }).kind)
    .filter((kind) => kind !== 'disturbance');
  expect(kinds).toEqual(['run', ...Array.from({ length: 4 }, () => ['invocation', 'judged']).flat()]);
  expect(existsSync(join(cli.directory, 'reports/out/latest/report.html'))).toBe(true);
  expect(stderr).toContain(`report: file://${join(cli.directory, 'here', 'report.html')}`);
  expect(cli.survivors()).toEqual([]);

  const folder = join(cli.directory, 'here');
  const page = join(cli.directory, 'again.html');
  const drawn = await callBuilt(['report', folder, '--out', page]);
  expect([drawn.exitCode, drawn.stdout]).toEqual([0, `file://${page}`]);
  expect(readFileSync(page, 'utf8')).toBe(readFileSync(join(folder, 'report.html'), 'utf8'));
  const compared = await callCli(['compare', folder, folder, '--json']);
  expect(compared.exitCode).toBe(0);
  expect(JSON.parse(compared.stdout)).toMatchObject({ exit: { code: 0 } });
});

test('a check measures nothing and says what is equivalent; a report for another program that cannot be written is told', async () => {
  const what = ['--scenario', 'timers.sleep_loop', '--subject', 'node'];
  const checked = await callBuilt(['check', ...what, '--out', 'here', '--junit', 'here']);
  const { exitCode, stdout, stderr, directory } = checked;
  expect(stdout).toContain('timers.sleep_loop 5ms');
  const stored = readResults(join(directory, 'here', 'results.json'));
  expect(
    stored.ok &&
      stored.value.cells.every(({ measurements, proof }) => measurements.length === 0 && proof !== null),
  ).toBe(true);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error EL3001: ');
  expect(stderr).toContain('Name another file.');
});

test('a check tries each seed in two processes, whose rounds must be the same, and tells other programs', async () => {
  const files = ['--junit', 'out/junit.xml', '--ctrf', 'out/ctrf.json'];
  const what = [...ONE_CELL, '--repeat', '2', '--rule', 'T3,W6', '--out', 'here', ...files];
  const { exitCode, directory, survivors } = await callBuilt(['check', ...what]);
  expect(exitCode).toBe(0);
  const stored = readResults(join(directory, 'here', 'results.json'));
  if (!stored.ok) throw new Error(stored.failure.cause);
  expect(stored.value.cells).toMatchObject([
    {
      verdict: 'equivalent',
      invocations: { planned: 4, proved: 4 },
      rules: { T3: { kept: 4, broken: 0 }, W6: { kept: 4, broken: 0 } },
    },
  ]);
  expect(stored.value.run.stress).toBeUndefined();
  expect(readFileSync(join(directory, 'out/junit.xml'), 'utf8')).toContain('tests="1" failures="0"');
  expect(JSON.parse(readFileSync(join(directory, 'out/ctrf.json'), 'utf8'))).toMatchObject({
    results: { summary: { tests: 1, passed: 1 } },
  });
  expect(survivors).toEqual([]);
});

test('a check under stress stalls the runners, and leaves no busy process behind', async () => {
  const cli = startCli(['check', ...ONE_CELL, '--stress', '--json', '--out', 'here']);
  const { exitCode, stdout } = await cli.ended;
  expect(exitCode).toBe(0);
  const { run } = JSON.parse(stdout) as RunResult;
  expect(run.stress?.processes).toBeGreaterThan(0);
  expect(run.stress?.stalls).toBeGreaterThan(0);
  expect(cli.survivors()).toEqual([]);
});

test('no table is wider than 80 columns', async () => {
  const { stdout } = await callCli(['list']);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
