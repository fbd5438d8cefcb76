// Thresholds of a config from the outside: what `run` and `compare` say of a row changes with them, and one for nothing that is there is refused by each command.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import { around, cellOf, runOf } from '../testing/sample-run.ts';
import { callBuilt } from './testing/call-built.ts';
import type { CalledHere } from './testing/call-built.ts';

let project = '';
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'evenloop-thresholds-'));
  // From the one to the other the CPU time of each operation grows by a fifth.
  for (const [name, factor] of [
    ['before', 1],
    ['after', 1.2],
  ] as const) {
    const values = around(1000).map((value) => value * factor);
    mkdirSync(join(project, name));
    writeFileSync(
      join(project, name, 'results.json'),
      JSON.stringify(runOf([cellOf('node/promises', values)])),
    );
  }
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const evenloop = (thresholds: Readonly<Record<string, number>>, ...args: string[]): Promise<CalledHere> => {
  writeFileSync(join(project, 'evenloop.config.json'), JSON.stringify({ thresholds }));
  return callBuilt(args, { folder: project });
};

test('`compare` of two runs says regression, and with a threshold above the change it does not', async () => {
  const compared = async (thresholds: Readonly<Record<string, number>>): Promise<readonly unknown[]> => {
    const { exitCode, stdout } = await evenloop(thresholds, 'compare', 'before', 'after', '--json');
    const { changes } = JSON.parse(stdout) as Pick<RunResult, 'changes'>;
    return [exitCode, changes?.find(({ metric }) => metric === 'cpu')?.verdict];
  };
  expect(await compared({})).toEqual([11, 'regression']);
  expect(await compared({ cpu: 0.1 })).toEqual([11, 'regression']);
  expect(await compared({ cpu: 0.4 })).toEqual([0, 'unchanged']);
  expect(await compared({ cpu: 0.4, 'timers.sample/cpu': 0.1 })).toEqual([11, 'regression']);
  expect(await compared({ cpu: 0.1, 'timers.sample/cpu': 0.4 })).toEqual([0, 'unchanged']);
});

test('`run` says that one subject is slower, and with a threshold above their difference it does not', async () => {
  const measured = async (
    repetitions: number,
    thresholds: Readonly<Record<string, number>>,
  ): Promise<readonly unknown[]> => {
    const asked = ['--scenario', 'dispatch.turn', '--profile', 'smoke', '--repetitions', `${repetitions}`];
    const out = `run-${Object.keys(thresholds).length}`;
    // Other tests run beside this one.
    const subjects = ['--subject', 'node/promises,python/coroutines', '--out', out, '--trust-disturbed'];
    const { exitCode, stdout } = await evenloop(thresholds, 'run', ...asked, ...subjects);
    const result = JSON.parse(readFileSync(join(project, out, 'results.json'), 'utf8')) as RunResult;
    const metric = result.scenarios[0]?.metrics.find(({ primary }) => primary);
    const rows = result.comparisons.filter((row) => row.metric === 'cpu');
    expect(rows.length).toBeGreaterThan(0);
    const said = stdout.includes(' slower') ? 'slower' : 'not slower';
    return [
      exitCode,
      metric?.id,
      metric?.minimumEffect,
      said,
      ...new Set(rows.map(({ verdict }) => verdict)),
    ];
  };
  // Here a turn of the loop costs at least twice as much in the one as in the other, and never a million times as much.
  expect(await measured(12, {})).toEqual([0, 'cpu', 0.01, 'slower', 'slower']);
  expect(await measured(4, { 'dispatch.turn/cpu': 1e6 })).toEqual([0, 'cpu', 1e6, 'not slower', 'same']);
}, 120_000);

const ASKED: readonly (readonly string[])[] = [
  ['run', '--scenario', 'timers.sleep_loop'],
  ['check', '--scenario', 'timers.sleep_loop'],
  ['compare', 'before', 'after'],
  ['gate', '--self-test', '--scenario', 'dispatch.turn'],
];
test.each(ASKED)(
  'a threshold for a metric or a scenario that is not there is refused by `%s`',
  async (...args) => {
    const told = await evenloop({ 'timers.slep_loop/cpu': 0.1 }, ...args);
    expect([told.exitCode, told.stdout]).toEqual([2, '']);
    expect(told.stderr.replaceAll(/\s+/g, ' ')).toContain(
      'thresholds has "timers.slep_loop/cpu", and there is no scenario timers.slep_loop. Did you mean "timers.sleep_loop/cpu"?'.replace(
        '. Did',
        '. next: Did',
      ),
    );
    const metric = await evenloop({ cpuu: 0.1 }, ...args);
    expect([metric.exitCode, metric.stdout]).toEqual([2, '']);
    expect(metric.stderr).toContain('Did you mean "cpu"?');
  },
);
