// `--export` from the outside: to stdout, to a folder, of some scenarios and metrics, and what it refuses.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { wholeRun } from '../../reports/testing/stored-runs.ts';
import { callBuilt } from './testing/call-built.ts';
import { callCli } from './testing/call-cli.ts';

/** A folder with one stored run in it. */
function stored(): { readonly folder: string; readonly run: string } {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-exports-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const run = join(folder, 'results.json');
  writeFileSync(run, JSON.stringify(wholeRun()));
  return { folder, run };
}

test('- is stdout, which then has the document alone, byte by byte', async () => {
  const { folder, run } = stored();
  const file = join(folder, 'report.xml');
  await callCli(['report', run, '--export', `junit=${file}`]);
  const piped = await callCli(['report', run, '--text', '--ascii', '--export', 'junit=-']);
  expect([piped.exitCode, `${piped.stdout}\n`]).toEqual([0, readFileSync(file, 'utf8')]);
  expect(piped.stderr).toMatch(/^file:.*report\.html\n/);
  expect(piped.stderr).toContain('node/promises');
});

test('a run prints its export alone, too', async () => {
  const args = ['--profile', 'smoke', '--scenario', 'timers.sleep_loop', '--subject', 'node/promises'];
  const ran = await callBuilt(['run', ...args, '--out', 'here', '--export', 'csv=-']);
  expect(ran.exitCode).toBe(0);
  expect(ran.stdout).toMatch(/^run,started_at,.*\r\n\S+,.*,timers\.sleep_loop,/);
  expect(ran.stdout.split('\n').every((line) => line.split(',').length >= 29)).toBe(true);
});

test('--scenario and --metric choose what is exported, and a name that matches nothing writes nothing', async () => {
  const { folder, run } = stored();
  const [file, none] = [join(folder, 'some.json'), join(folder, 'none.json')];
  const chosen = ['--scenario', 'io_fanout', '--metric', 'p50'];
  const some = await callCli(['report', run, '--export', `hyperfine=${file}`, ...chosen]);
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as { results: { command: string }[] };
  expect([some.exitCode, results.map(({ command }) => command)]).toEqual([
    0,
    ['io_fanout.tcp_echo 16x64B node/promises p50', 'io_fanout.tcp_echo 16x64B python/coroutines p50'],
  ]);
  const absent = await callCli(['report', run, '--export', `hyperfine=${none}`, '--metric', 'absent']);
  expect([absent.exitCode, existsSync(none)]).toEqual([2, false]);
  expect(absent.stderr).toContain('No metric of the run matches "absent"');
});

test('a format of several files writes a folder', async () => {
  const { folder, run } = stored();
  const ended = await callCli(['report', run, '--export', `otava=${join(folder, 'otava')}`]);
  expect([ended.exitCode, existsSync(join(folder, 'otava/otava.yaml'))]).toEqual([0, true]);
});

test.each([
  ['a format that has nothing', ['--export', 'github-bigger=x'], '--export is "github-bigger=x"'],
  ['no place', ['--export', 'junit='], '--export is "junit="'],
  ['a folder on stdout', ['--export', 'asv=-'], '--export asv writes a folder'],
  ['one file for two', ['--export', 'junit=./x', '--export', 'ctrf=x'], 'twice'],
  ['stdout for two', ['--export', 'junit=-', '--export', 'ctrf=-'], '--export names stdout twice'],
  ['a metric of nothing', ['--metric', 'cpu'], '--metric was given without --export'],
  ['a scenario of nothing', ['--scenario', 'timers'], '--scenario was given without --export'],
])('%s is refused before anything is written', async (_, args, words) => {
  const { run, folder } = stored();
  const ended = await callCli(['report', run, ...args]);
  expect([ended.exitCode, existsSync(join(folder, 'report.html'))]).toEqual([2, false]);
  expect(ended.stderr).toContain('EL1004');
  expect(ended.stderr).toContain(words);
});

test.each(['--json', '--ndjson'])('a run does not print a document and %s to one stdout', async (flag) => {
  const ended = await callCli(['run', '--export', 'junit=-', flag]);
  expect([ended.exitCode, ended.stdout]).toEqual([2, '']);
  expect(ended.stderr).toContain('EL1004: --export goes to stdout, and so does --json');
});
