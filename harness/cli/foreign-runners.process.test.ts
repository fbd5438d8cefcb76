// Runners that nobody has heard of, through the built command: a good one is one more row, a bad one costs itself alone and is named.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import type { BrokenPackage } from './testing/broken-package.ts';
import { runtimeOf, viewOf } from '../../reports/words/view.ts';
import { callBuilt } from './testing/call-built.ts';
import { layForeignRunner, packageWithForeignRunners } from './testing/foreign-runners.ts';
import { runCli, startCli } from './testing/run-cli.ts';

let made: BrokenPackage;
beforeAll(() => {
  made = packageWithForeignRunners();
});
afterAll(() => made?.remove());

interface Listed {
  readonly subjects: readonly {
    readonly id: string;
    readonly runtime: string;
    readonly scenarios: readonly string[];
  }[];
  readonly runtimes: readonly { readonly id: string }[];
}

test('the list counts what each runner names, names each that cannot be used, and ends with code 3', async () => {
  const { exitCode, stdout, stderr } = await runCli(['list', '--json'], {}, made.main);
  expect(exitCode).toBe(3);
  const { subjects, runtimes } = JSON.parse(stdout) as Listed;
  expect(subjects.filter(({ id }) => id.startsWith('agopher'))).toEqual([
    {
      id: 'agopher/goroutines',
      runtime: 'agopher',
      style: 'goroutines',
      scenarios: ['timers.sleep_loop'],
    },
  ]);
  expect(subjects.filter(({ id }) => id.startsWith('node/')).map(({ id }) => id)).toEqual(
    ['callbacks', 'events', 'promises', 'streams', 'blocking'].map((style) => `node/${style}`),
  );
  const places = [...new Set(runtimes.map(({ id }) => id.split('@')[0] ?? ''))];
  expect(places.slice(0, 2)).toEqual(['node', 'python']);
  expect(places).toContain('agopher');
  expect([...new Set(subjects.map(({ runtime }) => runtime.split('@')[0]))].slice(0, 2)).toEqual([
    'node',
    'python',
  ]);
  for (const said of [
    /warning EL2014: \S*typo\/runner\.json does not describe a runner\.[^]*There is no key "tittle"\. Did you mean "title"\?/,
    /warning EL2001: \S*runners\/lost\/bin\/lost \(from runner\.json\) cannot be used for the runner lost: it does not exist\./,
    /warning EL2012: The runner of `liar` says that it is `somebody`\./,
    /warning EL2011: To `prepare` of a scenario that does not exist, the runner of yesman must answer/,
  ])
    expect(stderr).toMatch(said);
});

const SLEEP = ['--scenario', 'timers.sleep_loop', '--out', 'here'];

test('in a check each that cannot be used costs itself alone, and the sentence counts what was asked for', async () => {
  const asked = 'node/promises,agopher/goroutines,typo,lost/goroutines,liar,yesman/goroutines';
  const cli = startCli(['check', ...SLEEP, '--subject', asked], {}, made.main);
  const { exitCode, stdout, stderr } = await cli.ended;
  expect(exitCode).toBe(3);
  expect(stdout).toContain(
    '1 scenario × 2 of 6 subjects: all 2 cells are equivalent, typo, lost/goroutines, liar/goroutines, yesman/goroutines could not be used.',
  );
  for (const code of ['EL2014', 'EL2001', 'EL2012', 'EL2011']) expect(stdout + stderr).toContain(code);
  const result = JSON.parse(readFileSync(join(cli.directory, 'here/results.json'), 'utf8')) as RunResult;
  expect(result.cells.map(({ subject, verdict }) => [subject, verdict])).toEqual([
    ['node/promises', 'equivalent'],
    ['agopher/goroutines', 'equivalent'],
  ]);
  expect(result.exit.reasons.map(({ code }) => code).sort()).toEqual([
    'EL2001',
    'EL2011',
    'EL2012',
    'EL2014',
  ]);
  expect(result.runtimes.find(({ id }) => id === 'agopher')?.styles).toEqual(['goroutines']);
});

const mine = (directory: string): void => layForeignRunner(join(directory, 'mine'), 'gopher');

test.each(['mine', 'mine/runner.json'])(
  'a check takes a runner by --runner %s, asks it what it offers, and judges it beside those of the package',
  async (named) => {
    const args = ['check', ...SLEEP, '--runner', named, '--progress', 'none'];
    const { exitCode, stdout, stderr, directory } = await callBuilt(args, { before: mine });
    expect([exitCode, stderr]).toEqual([0, expect.not.stringMatching(/\bEL\d{4}\b/u)]);
    expect(stdout).toContain('1 scenario × 3 subjects: all 3 cells are equivalent.');
    const result = JSON.parse(readFileSync(join(directory, 'here/results.json'), 'utf8')) as RunResult;
    expect(result.cells.map(({ subject, verdict }) => `${subject} ${verdict}`)).toEqual([
      'node/promises equivalent',
      'python/coroutines equivalent',
      'gopher/goroutines equivalent',
    ]);
    const own = result.cells.find(({ subject }) => subject === 'gopher/goroutines');
    expect(own?.invocations).toMatchObject({ planned: 2, proved: 2, diverged: 0, failed: 0 });
    expect(own?.rules['T1']?.broken).toBe(0);
    expect(result.runtimes.find(({ id }) => id === 'gopher')).toMatchObject({
      runner: 'gopher',
      title: 'the runner gopher',
      styles: ['goroutines'],
    });
    expect(result.run.command).toContain(`--runner ${named}`);
  },
);

/** A runner from outside whose id comes before all others in the alphabet, and a subject made of it and of one of the package. */
function before(directory: string): void {
  layForeignRunner(join(directory, 'aaa'), 'aaa');
  const subjects = ['aaa', 'node'].map((runner) => ({ id: `own_${runner}`, runner }));
  writeFileSync(join(directory, 'evenloop.config.json'), JSON.stringify({ runners: ['aaa'], subjects }));
}
const ORDER = ['node', 'own_node', 'python', 'aaa', 'own_aaa'];

test('a runner from outside stands behind those of the package in every table: matrix, list, report, comparison and history', async () => {
  const subjects = ['--subject', 'aaa,own_aaa,own_node,python/coroutines,node/promises'];
  const { stdout, directory } = await callBuilt(['check', ...SLEEP, ...subjects, '--progress', 'none'], {
    before,
    columns: 200,
  });
  const heads = stdout.split('\n').find((line) => /^ +node /.test(line));
  expect(heads?.trim().split(/ {2,}/)).toEqual(ORDER);
  const here = async (...args: string[]): Promise<string> =>
    (await callBuilt(args, { folder: directory })).stdout;
  const listed = JSON.parse(await here('list', '--json')) as Listed;
  const of = (ids: readonly string[]): readonly string[] =>
    ids.filter((id, index) => ORDER.includes(id) && ids.indexOf(id) === index);
  expect(of(listed.runtimes.map(({ id }) => id))).toEqual(ORDER);
  expect(of(listed.subjects.map(({ runtime }) => runtime))).toEqual(ORDER);
  const run = [
    'run',
    '--scenario',
    'timers.sleep_loop',
    '--profile',
    'smoke',
    ...subjects,
    '--out',
    'runs/one',
  ];
  await here(...run);
  const result = JSON.parse(readFileSync(join(directory, 'runs/one/results.json'), 'utf8')) as RunResult;
  expect(of(result.runtimes.map(({ id }) => id))).toEqual(ORDER);
  expect(of(viewOf(result).subjects.map(runtimeOf))).toEqual(ORDER);
  expect(of(result.comparisons.map(({ subject }) => runtimeOf(subject)))).toEqual(ORDER.slice(1));
  const history = JSON.parse(await here('history', 'runs', '--json')) as {
    readonly lines: readonly { readonly subject: string }[];
  }[];
  expect(of((history[0]?.lines ?? []).map(({ subject }) => runtimeOf(subject)))).toEqual(ORDER);
});

test('a run with a foreign runner keeps node/promises as its reference, and plans no style that nobody has', async () => {
  const asked = ['--subject', 'agopher,node/promises', '--profile', 'smoke'];
  const cli = startCli(['run', ...SLEEP, ...asked], {}, made.main);
  const { exitCode, stdout } = await cli.ended;
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1 scenario × 2 subjects: ');
  const result = JSON.parse(readFileSync(join(cli.directory, 'here/results.json'), 'utf8')) as RunResult;
  expect(result.run.reference).toBe('node/promises');
  expect([...new Set(result.cells.map(({ subject }) => subject))].sort()).toEqual([
    'agopher/goroutines',
    'node/promises',
  ]);
  expect(result.comparisons.map(({ subject }) => subject)).toContain('agopher/goroutines');
});

test('who asks for nothing but a runner that cannot be used is told why', async () => {
  const why = async (subject: string) => {
    const { exitCode, stderr } = await runCli(['check', ...SLEEP, '--subject', subject], {}, made.main);
    return [exitCode, stderr.includes('error EL1002')];
  };
  expect(await why('typo')).toEqual([3, false]);
  expect(await why('lost/goroutines')).toEqual([3, false]);
  expect(await why('liar/threads')).toEqual([3, false]);
});
