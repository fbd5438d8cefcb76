// A project of the user's own from the outside: a config with four subjects, each measured, each told as it was started; and what two such runs differ in.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult, RuntimeView } from '../contract/result.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { findRuntimes } from '../orchestrate/prepare/find-runtimes.ts';
import { callBuilt } from './testing/call-built.ts';
import type { CalledHere } from './testing/call-built.ts';

const SHORT = ['--profile', 'smoke', '--scenario', 'timers.sleep_loop'];
let project = '';
/** Another version of Python where this machine has one. */
let other: { executable: string; version: string };
let first: CalledHere;

beforeAll(async () => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'evenloop-project-')));
  const { runtimes } = await findRuntimes(findPackage().root, ['*']);
  const pythons = runtimes.filter(({ runner, variant }) => runner === 'python' && variant === undefined);
  const [preferred] = pythons;
  if (preferred === undefined) throw new Error('no Python was found');
  other = pythons.find(({ version }) => version !== preferred.version) ?? preferred;
  execFileSync(preferred.executable, ['-m', 'venv', '--without-pip', join(project, '.venv')]);
  writeConfig();
  first = await inProject('run', ...SHORT, '--out', join(project, 'first'));
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

function writeConfig(): void {
  const config = {
    subjects: [
      { id: 'flag', runner: 'node', args: ['--max-old-space-size=200'], title: 'Node.js, small heap' },
      {
        id: 'variable',
        runner: 'node',
        environment: { UV_THREADPOOL_SIZE: '2', NODE_OPTIONS: '--max-http-header-size=9000' },
      },
      { id: 'other', runner: 'python', executable: other.executable, version: `=${other.version}` },
      { id: 'venv', runner: 'python', executable: '.venv/bin/python', withoutArgs: ['-S'] },
    ],
    reference: 'flag',
    out: 'runs',
    profiles: { own: { extends: 'smoke', subjects: ['flag', 'nobody'] } },
  };
  writeFileSync(join(project, 'evenloop.config.json'), JSON.stringify(config));
  mkdirSync(join(project, 'deep/er'), { recursive: true });
}

/** From a folder below that of the config. */
const inProject = (...args: readonly string[]): Promise<CalledHere> =>
  callBuilt(args, { folder: join(project, 'deep/er') });

function resultOf(folder: string): RunResult {
  return JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')) as RunResult;
}

function runtimeOf(result: RunResult, id: string): RuntimeView {
  const runtime = result.runtimes.find((each) => each.id === id);
  if (runtime === undefined) throw new Error(`no runtime ${id}`);
  return runtime;
}

test('each subject of the config is a row beside the runtimes that are found', () => {
  expect([first.exitCode, first.stderr]).toEqual([0, first.stderr]);
  const result = resultOf(join(project, 'first'));
  const subjects = result.cells.filter(({ side }) => side === 'head').map(({ subject }) => subject);
  const found = subjects.filter((subject) => /^(node|python)\//.test(subject));
  expect(found).toEqual(expect.arrayContaining(['node/promises', 'python/coroutines']));
  expect(subjects.filter((subject) => !found.includes(subject)).toSorted()).toEqual([
    'flag/promises',
    'other/coroutines',
    'variable/promises',
    'venv/coroutines',
  ]);
  const own = result.cells.filter(({ subject }) => !found.includes(subject));
  expect(own.map(({ verdict }) => verdict)).toEqual(own.map(() => 'equivalent'));
  expect(result.run.reference).toBe('flag/promises');
});

test('results say how each was started', () => {
  const result = resultOf(join(project, 'first'));
  const config = join(project, 'evenloop.config.json');
  expect(runtimeOf(result, 'flag')).toMatchObject({
    title: 'Node.js, small heap',
    startedWith: { args: ['--max-old-space-size=200'], definedBy: `subjects[0] of ${config}` },
  });
  expect(runtimeOf(result, 'variable').startedWith).toMatchObject({
    environment: { UV_THREADPOOL_SIZE: '2', NODE_OPTIONS: '--max-http-header-size=9000' },
    passedOn: ['NODE_OPTIONS'],
  });
  expect(runtimeOf(result, 'other').version).toBe(other.version);
  expect(runtimeOf(result, 'venv')).toMatchObject({
    executable: join(project, '.venv/bin/python'),
    startedWith: { style: 'coroutines', withoutArgs: ['-S'] },
  });
  expect(runtimeOf(result, 'node')).not.toHaveProperty('startedWith');
});

test('the terminal and the report say it, too, and which config was read', () => {
  const lines = first.stdout.split('\n');
  expect(lines[0]).toMatch(
    /^flag\/promises: Node\.js, small heap \S+, \/.+, started with --max-old-space-size=200$/,
  );
  expect(lines[1]).toContain(
    'UV_THREADPOOL_SIZE=2, NODE_OPTIONS=--max-http-header-size=9000 (otherwise withheld)',
  );
  expect(lines[3]).toContain(
    `${join(project, '.venv/bin/python')}, started with without -S`.replace('with without', 'without'),
  );
  expect(first.stderr).toContain(`config: ${join(project, 'evenloop.config.json')} (--reference flag)`);
  const page = readFileSync(join(project, 'first/report.html'), 'utf8');
  expect(page).toContain('Started with');
  expect(page).toContain('--max-old-space-size=200');
});

test('two runs say in what their subjects were started differently', async () => {
  const define = 'flag=node:args=--max-old-space-size=300,env.TZ=UTC';
  const second = await inProject(
    'run',
    ...SHORT,
    '--subject',
    'flag',
    '--define',
    define,
    '--out',
    join(project, 'second'),
  );
  expect([second.exitCode, second.stderr]).toEqual([0, second.stderr]);
  const folders = [join(project, 'first'), join(project, 'second')];
  const told = await inProject('compare', ...folders, '--no-config');
  expect(told.stdout).toContain(
    'flag started differently: arguments --max-old-space-size=200 and --max-old-space-size=300',
  );
  expect(told.stdout).toContain('flag started differently: TZ none and TZ=UTC');
  const json = JSON.parse((await inProject('compare', ...folders, '--json')).stdout) as {
    readonly starts: readonly unknown[];
  };
  expect(json.starts).toEqual([
    {
      runtime: 'flag',
      what: 'arguments',
      base: '--max-old-space-size=200',
      head: '--max-old-space-size=300',
    },
    { runtime: 'flag', what: 'TZ', base: null, head: 'TZ=UTC' },
  ]);
});

test('what cannot be measured costs itself alone, and is named with its place', async () => {
  const ran = await inProject(
    'check',
    '--scenario',
    'timers.sleep_loop',
    '--subject',
    'fine,gone,wrong,old,flagged,mute',
    '--no-config',
    '--define',
    'fine=node',
    '--define',
    'gone=node:executable=/nonexistent/node',
    '--define',
    'wrong=nod',
    '--define',
    'old=node:version=<20',
    '--define',
    'flagged=node:args=--bogus',
    '--define',
    'mute=node:style=promise',
    '--runner',
    'nowhere',
  );
  expect(ran.exitCode).not.toBe(0);
  expect(ran.stdout).toContain('fine');
  expect(ran.stderr).toContain('/nonexistent/node');
  expect(ran.stderr).toContain('The subject wrong (--define) names the runner "nod", which is not there.');
  expect(ran.stderr).toContain('Did you mean "node"?');
  expect(ran.stderr).toContain('The subject old (--define) wants version <20 of the runner node');
  // The flag reaches the interpreter: it refuses it.
  expect(ran.stderr).toContain(
    'The subject mute (--define) wants the style "promise", which the runner node',
  );
  expect(ran.stderr).toContain('flagged (--define): The runner exited with code 9');
});

test('a pattern of the config that matches nothing is answered with its place', async () => {
  const ran = await inProject('run', '--profile', 'own');
  expect(ran.exitCode).toBe(2);
  expect(ran.stderr).toContain('No subject matches "nobody".');
  expect(ran.stderr).toContain(
    `--subject comes from profiles.own.subjects of ${join(project, 'evenloop.config.json')}`,
  );
});

test('the folder of runs is that of the config, and `history` and `list` know the project', async () => {
  const ran = await inProject('run', ...SHORT, '--subject', 'flag,variable');
  expect([ran.exitCode, ran.stderr]).toEqual([0, ran.stderr]);
  expect(resultOf(join(project, 'runs/latest')).run.reference).toBe('flag/promises');
  const history = await inProject('history', '--json');
  expect(history.stdout).toContain('flag/promises');
  const listed = await inProject('list', 'subjects');
  expect(listed.stdout).toMatch(/^venv\/coroutines +\d+ of \d+$/m);
  expect(listed.stdout).not.toContain('venv/callbacks');
});
