// The history of a store from the outside: what is imported, added, accepted and shown, in the terminal and as JSON.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { newFolder, repositoryWithRuns } from '../../reports/testing/run-repository.ts';
import type { HistoryChart } from '../../reports/history/history.ts';
import type { RunResult } from '../contract/result.ts';
import { callBuilt } from './testing/call-built.ts';

const [RUNS, STEP] = [24, 12];
const STORE = ['--store', 'kept'];

type ShownChart = Pick<HistoryChart, 'scenario' | 'metricId'> & {
  readonly lines: readonly {
    readonly subject: string;
    readonly changes: readonly { readonly after: string; readonly accepted: string | null }[];
    readonly marks: readonly { readonly text: string }[];
  }[];
};

async function chartsOf(folder: string): Promise<readonly ShownChart[]> {
  const { stdout } = await callBuilt(['history', '--json', ...STORE], { folder });
  return JSON.parse(stdout) as readonly ShownChart[];
}

/** The lines with a step. */
const stepsIn = (charts: readonly ShownChart[]) =>
  charts.flatMap(({ scenario, lines }) =>
    lines.flatMap(({ subject, changes }) => changes.map((change) => ({ scenario, subject, ...change }))),
  );

test('a step is found in the store, said with its commits, and accepted with a reason', async () => {
  const { folder, runs } = repositoryWithRuns(RUNS, STEP);
  expect((await callBuilt(['store', 'add', ...runs, ...STORE], { folder })).exitCode).toBe(0);
  const told = await callBuilt(['history', '--wide', ...STORE], { folder });
  expect([told.exitCode, told.stderr]).toEqual([0, '']);
  expect(told.stdout).toContain('with run-0012 of ');
  expect(told.stdout).toContain(', c0ffee0b..c0ffee0c');
  const news = stepsIn(await chartsOf(folder));
  const [first] = news;
  if (first === undefined) throw new Error('there is a step');
  expect(news.every(({ accepted }) => accepted === null)).toBe(true);
  const mark = [
    first.scenario,
    '--run',
    first.after,
    '--subject',
    first.subject,
    '--reason',
    'it is safer so',
  ];
  const accepted = await callBuilt(['accept', ...mark, ...STORE], { folder });
  expect([accepted.exitCode, accepted.stdout]).toEqual([0, expect.stringContaining('it is safer so')]);
  const now = stepsIn(await chartsOf(folder));
  expect(
    now.filter(({ accepted: reason }) => reason === 'it is safer so').map(({ subject }) => subject),
  ).toContain(first.subject);
  expect(now.some(({ accepted: reason }) => reason === null)).toBe(true);
  const shown = await callBuilt(['history', '--wide', ...STORE], { folder });
  expect(shown.stdout).toContain('(accepted: it is safer so)');
  // The run of a mark stays under every policy.
  await callBuilt(['store', 'gc', '--keep-days', '0', '--older', 'none', '--apply', ...STORE], { folder });
  const left = await callBuilt(['store', 'list', '--json', ...STORE], { folder });
  expect((JSON.parse(left.stdout) as { readonly id: string }[]).map(({ id }) => id)).toEqual([
    first.after,
    `run-00${RUNS - 1}`,
  ]);
});

test('an upgrade of a runtime at the step is a mark, and no step', async () => {
  const { folder, runs } = repositoryWithRuns(RUNS, STEP);
  for (const path of runs.slice(STEP)) {
    const result = JSON.parse(readFileSync(path, 'utf8')) as RunResult;
    const runtimes = result.runtimes.map((one) =>
      one.id === 'python' ? { ...one, version: '99.1.0' } : one,
    );
    writeFileSync(path, JSON.stringify({ ...result, runtimes }));
  }
  await callBuilt(['store', 'add', ...runs, ...STORE], { folder });
  const charts = await chartsOf(folder);
  expect(stepsIn(charts).filter(({ subject }) => subject.startsWith('python/'))).toEqual([]);
  const marks = charts.flatMap(({ lines }) => lines.flatMap((line) => line.marks.map(({ text }) => text)));
  expect(marks.some((text) => /^python .* to 99\.1$/.test(text))).toBe(true);
  expect((await callBuilt(['history', ...STORE], { folder })).stdout).toContain(
    'new series with run-0012 of ',
  );
});

test('files of other tools are imported once, say what is not in them, and have a history', async () => {
  const folder = newFolder();
  for (let i = 0; i < 16; i++) {
    const values = [i < 8 ? 0.1 + i * 1e-4 : 0.12 + i * 1e-4];
    const metadata = { name: 'json', date: `2026-01-${String(i + 1).padStart(2, '0')} 00:00:00` };
    const suite = { version: '1.0', benchmarks: [{ metadata, runs: [{ values }] }] };
    writeFileSync(join(folder, `${i}.json.gz`), gzipSync(JSON.stringify(suite)));
  }
  const files = Array.from({ length: 16 }, (_, i) => `${i}.json.gz`);
  const imported = await callBuilt(['store', 'import', ...files, '--from', 'pyperf', ...STORE], { folder });
  expect(imported.exitCode).toBe(0);
  expect(imported.stderr).toContain('does not say the commit: give it with --commit');
  const again = await callBuilt(['store', 'import', '0.json.gz', '--from', 'pyperf', ...STORE], { folder });
  expect(again.stdout).toContain('was there already');
  const steps = stepsIn(await chartsOf(folder));
  expect(steps.map(({ scenario }) => scenario)).toEqual(['json']);
  expect((await callBuilt(['store', 'verify', ...STORE], { folder })).exitCode).toBe(0);
});

test.each([
  [['store', 'import', 'x.json'], 'EL1004', 'Give --from asv, bencher'],
  [['store', 'import', '--from', 'pyperf'], 'EL1004', 'Name the files to import.'],
  [['store', 'import', 'x.json', '--from', 'gprof'], 'EL1004', 'one of asv'],
  [['store', 'import', 'x.json', '--from', 'pyperf', ...STORE], 'EL3104', 'Name a file that is there.'],
  [
    ['store', 'import', 'own.json', '--from', 'pyperf', ...STORE],
    'EL3104',
    '$.version is missing, and has to be "1.0"',
  ],
  [['store', 'import', 'own.json', '--from', 'pyperf', '--at', 'noon'], 'EL1004', '2026-11-30T14:05:00Z'],
  [['store', 'list', '--from', 'pyperf'], 'EL1004', 'Give it with import'],
  [['history', 'x', '--store', 'y'], 'EL1004', 'Give one of them.'],
  [['history', '--store', 'y'], 'EL3101', 'there is nothing'],
  [['accept', 'a', '--store', 'y'], 'EL1004', 'Give --reason <text>'],
  [['accept', 'a', '--store', 'y', '--reason', 'r'], 'EL3101', 'there is nothing'],
])('%j ends with code 2 and says what to do', async (args, code, next) => {
  const folder = newFolder();
  writeFileSync(join(folder, 'own.json'), '{}');
  const { exitCode, stderr, stdout } = await callBuilt(args, { folder });
  expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(`error ${code}: `)]);
  expect(stderr).toContain(next);
});

test('what is not there can not be accepted', async () => {
  const { folder, runs } = repositoryWithRuns(1);
  await callBuilt(['store', 'add', ...runs, ...STORE], { folder });
  const accept = ['accept', 'timers.nothing', '--reason', 'r', ...STORE];
  const { exitCode, stderr } = await callBuilt(accept, { folder });
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('has no row of "timers.nothing"')]);
  const run = await callBuilt(['accept', 'timers.nothing', '--run', 'x', '--reason', 'r', ...STORE], {
    folder,
  });
  expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining('evenloop store list')]);
});
