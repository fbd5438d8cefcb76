// The site, the history and single reports as commands, over a folder with good, bad and foreign files; one of each kind as a process.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sampleRuns } from '../../reports/testing/sample-history.ts';
import { EXPORT_FORMATS } from '../contract/export-formats.ts';
import { callBuilt } from './testing/call-built.ts';
import { callCli } from './testing/call-cli.ts';
import { runCli } from './testing/run-cli.ts';
import { runInTerminal } from './testing/run-in-terminal.ts';

const COUNT = 4;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'evenloop-site-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Runs as `evenloop run` leaves them, the link to the newest included. */
function folderOfRuns(): string {
  const runs = join(folder(), 'runs');
  for (const result of sampleRuns(COUNT, COUNT)) {
    mkdirSync(join(runs, result.run.id), { recursive: true });
    writeFileSync(join(runs, result.run.id, 'results.json'), JSON.stringify(result));
  }
  symlinkSync('run-0003', join(runs, 'latest'), 'dir');
  return runs;
}

function filesIn(path: string): ReadonlyMap<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(names.sort().map((name) => [name.slice(path.length), readFileSync(name, 'utf8')]));
}

test('a folder of runs becomes a site, twice the same, and what is no run is named and left out', async () => {
  const runs = folderOfRuns();
  writeFileSync(join(runs, 'notes.txt'), 'mine');
  writeFileSync(join(runs, 'foreign.json'), '{"schema":"other"}');
  mkdirSync(join(runs, 'half'));
  mkdirSync(join(runs, 'torn'));
  writeFileSync(join(runs, 'torn', 'results.json'), '{"schema":"evenloop/results@1","run":');
  mkdirSync(join(runs, 'same'));
  writeFileSync(join(runs, 'same', 'results.json'), readFileSync(join(runs, 'run-0001', 'results.json')));
  const out = join(folder(), 'site');
  const first = await callBuilt(['report', '--site', runs, '--out', out]);
  expect([first.exitCode, first.stdout]).toEqual([0, `file://${join(out, 'index.html')}`]);
  for (const line of [
    'foreign.json is not shown: /schema is "other"',
    'half is not shown: it is not a run: it has no results.json.',
    'notes.txt is not shown',
    'torn is not shown: it is not JSON.',
    'same is not shown: it is the same run as run-0001.',
  ])
    expect(first.stderr).toContain(line);
  const files = filesIn(out);
  expect(files.get('/index.html')).not.toContain(runs);
  expect(files.get('/index.html')).toContain('<code>torn</code>: it is not JSON');
  expect([...files.keys()]).toEqual(expect.arrayContaining(['/.nojekyll', '/404.html', '/badge/speed.svg']));
  expect([...files.keys()].filter((name) => name.endsWith('report.html'))).toHaveLength(COUNT);
  expect([...files.keys()].filter((name) => name.startsWith('/compare/'))).toHaveLength(COUNT - 1);
  expect((await callCli(['report', '--site', runs, '--out', out])).exitCode).toBe(0);
  expect([...filesIn(out)]).toEqual([...files]);
  expect(readdirSync(join(out, '..'))).toEqual(['site']);
});

test('the report of a run in the site is the one that `report` writes', async () => {
  const runs = folderOfRuns();
  const out = join(folder(), 'site');
  await callCli(['report', '--site', runs, '--out', out, '--reports', '2']);
  await callCli(['report', join(runs, 'run-0003')]);
  const own = readFileSync(join(runs, 'run-0003', 'report.html'), 'utf8');
  expect(readFileSync(join(out, 'runs/run-0003/report.html'), 'utf8')).toBe(own);
  expect(readdirSync(join(out, 'runs'))).toEqual(['run-0002', 'run-0003']);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('run-0000');
});

test('a folder that is no site is not replaced, and neither is one around the runs', async () => {
  const runs = folderOfRuns();
  const mine = folder();
  writeFileSync(join(mine, 'thesis.txt'), 'two years');
  const refused = await callCli(['report', '--site', runs, '--out', mine]);
  expect([refused.exitCode, refused.stderr.includes('EL3001')]).toEqual([2, true]);
  expect(readdirSync(mine)).toEqual(['thesis.txt']);
  const around = join(runs, '..');
  writeFileSync(join(around, 'site.json'), '{"schema":"evenloop/site@1"}');
  const swallowed = await callCli(['report', '--site', runs, '--out', around]);
  expect([swallowed.exitCode, existsSync(join(runs, 'run-0000'))]).toEqual([2, true]);
});

test('an empty folder becomes a site that says so, and a missing one is a mistake', async () => {
  const out = join(folder(), 'site');
  expect((await callCli(['report', '--site', folder(), '--out', out])).exitCode).toBe(0);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('No runs yet.');
  const missing = await callCli(['report', '--site', join(out, 'absent'), '--out', join(out, 'x')]);
  expect([missing.exitCode, missing.stderr.includes('EL1005')]).toEqual([2, true]);
});

test('a report against another run says what changed, and goes to other programs too', async () => {
  const runs = folderOfRuns();
  const out = folder();
  const { exitCode } = await callCli([
    'report',
    join(runs, 'run-0003'),
    '--against',
    join(runs, 'run-0002'),
    '--history',
    runs,
    '--out',
    join(out, 'page.html'),
    '--export',
    `bencher=${join(out, 'bmf.json')}`,
    '--export',
    `openmetrics=${join(out, 'metrics.txt')}`,
  ]);
  expect(exitCode).toBe(0);
  const page = readFileSync(join(out, 'page.html'), 'utf8');
  expect(page).toContain('id="changes"');
  expect(page).toContain('id="history"');
  expect(page).toContain('c0ffee02');
  expect(readFileSync(join(out, 'metrics.txt'), 'utf8')).toMatch(/# EOF\n$/);
  expect(existsSync(join(out, 'bmf.json'))).toBe(true);
});

test('the help names every format', async () => {
  const { stdout } = await callCli(['report', '--help']);
  const words = stdout.split(/[\s,]+/);
  expect(words).toEqual(expect.arrayContaining([...EXPORT_FORMATS]));
  expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
});

test('--open hands the link to the browser, and a browser that is missing is a warning', async () => {
  const runs = folderOfRuns();
  const out = folder();
  const browser = join(out, 'browser');
  writeFileSync(
    browser,
    `#!/bin/sh\nprintf '%s' "$1" > '${out}/opened.tmp' && mv '${out}/opened.tmp' '${out}/opened'\n`,
  );
  chmodSync(browser, 0o755);
  const args = ['report', join(runs, 'run-0000'), '--open'];
  const opened = await runInTerminal(args, { environment: { BROWSER: browser } });
  expect(opened.exitCode).toBe(0);
  await expect.poll(() => existsSync(join(out, 'opened')), { timeout: 10_000 }).toBe(true);
  expect(readFileSync(join(out, 'opened'), 'utf8')).toBe(opened.written.trim());
  const missing = await runInTerminal(args, { environment: { BROWSER: join(out, 'absent') } });
  expect(missing.exitCode).toBe(0);
  expect(missing.written).toMatch(/warning EL3001\S*: The page could not be opened/);
});

test('--open off a terminal opens nothing, and says so', async () => {
  const [runs, out] = [folderOfRuns(), folder()];
  const browser = join(out, 'browser');
  writeFileSync(browser, `#!/bin/sh\n: > '${out}/opened'\n`);
  chmodSync(browser, 0o755);
  const { exitCode, stderr } = await runCli(['report', join(runs, 'run-0000'), '--open'], {
    BROWSER: browser,
  });
  expect([exitCode, stderr]).toEqual([0, '--open: this is no terminal, so nothing is opened.']);
  expect(existsSync(join(out, 'opened'))).toBe(false);
});

test('a stored run is printed as it was printed when it ran, by style and by runtime too', async () => {
  const run = join(folderOfRuns(), 'run-0000');
  const { stdout: grid } = await callCli(['report', run, '--text']);
  expect(grid).toMatch(/^file:/);
  expect(grid).toMatch(/[▲▼=?] [\d.]+×/);
  const { stdout: runtimes } = await callCli(['report', run, '--pivot', 'runtime']);
  expect(runtimes).toContain('The runtimes at usual styles against node/promises:');
  const { stdout: all } = await callCli(['report', run, '--all']);
  expect(all).toMatch(/\[[\d.]+, [\d.]+\]/);
  const both = await callCli(['report', run, '--all', '--pivot', 'style']);
  expect([both.exitCode, both.stderr]).toEqual([2, expect.stringContaining('--all and --pivot')]);
});

test('the history in the terminal fits 80 columns, and as JSON it is one document', async () => {
  const runs = folderOfRuns();
  const { exitCode, stdout } = await callCli(['history', runs, '--scenario', 'timers']);
  expect(exitCode).toBe(0);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(stdout).toContain('4 runs.');
  expect(stdout).toMatch(/node\/promises .*[▁▂▃▄▅▆▇█]{4}/);
  expect(stdout).not.toContain('dispatch.turn');
  const json = await callCli(['history', runs, '--json']);
  const [chart] = JSON.parse(json.stdout) as { readonly runs: readonly { readonly id: string }[] }[];
  expect(chart?.runs.map(({ id }) => id)).toEqual(['run-0000', 'run-0001', 'run-0002', 'run-0003']);
  const nothing = await callCli(['history', runs, '--scenario', 'absent']);
  expect([nothing.exitCode, nothing.stderr.includes('EL4006')]).toEqual([3, true]);
});

test('--ndjson writes the run as events, planned first and finished last, and nothing else', async () => {
  const args = ['--profile', 'smoke', '--scenario', 'timers.sleep_loop', '--subject', 'node/promises'];
  const { exitCode, stdout, stderr } = await callBuilt(['run', ...args, '--out', 'here', '--ndjson']);
  expect(exitCode).toBe(0);
  const events = stdout
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly event: { readonly kind: string } });
  expect(events.map(({ event }) => event.kind)).toEqual([
    'planned',
    'invocation',
    'invocation',
    'invocation',
    'invocation',
    'cell',
    'cell',
    'finished',
  ]);
  expect(stderr).toContain('[4/4]');
});
