// A runtime that is broken in some of its processes, through the built command: never equivalent, in no export, by no exit code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ctrf } from '../../reports/export/ctrf.ts';
import type { Cell, RunResult } from '../contract/result.ts';
import type { BrokenPackage } from './testing/broken-package.ts';
import { preloadPackage } from './testing/preloaded-package.ts';
import { startCli } from './testing/run-cli.ts';

/** In every second process the first timer of 7.5 ms never fires. The first is the one that is probed. */
const LOSES_ONE_TIMER = `
import { appendFileSync, statSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';
const counter = new URL('processes', FOLDER);
appendFileSync(counter, '.');
let loses = statSync(counter).size % 2 === 0;
const sleep = promises.setTimeout;
promises.setTimeout = (ms, ...rest) => {
  const lost = loses && ms === 7.5;
  if (lost) loses = false;
  return sleep(lost ? 1e9 : ms, ...rest);
};
syncBuiltinESMExports();
`;
/** Every second process that comes to a sleep ends there: each takes a number that no other has, in whatever order they start. */
const CRASHES = `
import { closeSync, openSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';
const sleep = promises.setTimeout;
const isFree = (number) => {
  try {
    closeSync(openSync(new URL(\`sleeper-\${number}\`, FOLDER), 'wx'));
    return true;
  } catch {
    return false;
  }
};
let own = 0;
promises.setTimeout = (...args) => {
  if (own === 0) while (!isFree(++own));
  if (own % 2 === 0) process.exit(7);
  return sleep(...args);
};
syncBuiltinESMExports();
`;

let losing: BrokenPackage;
let crashing: BrokenPackage;
beforeAll(() => {
  losing = preloadPackage(LOSES_ONE_TIMER);
  crashing = preloadPackage(CRASHES);
});
afterAll(() => {
  losing?.remove();
  crashing?.remove();
});

interface Checked {
  readonly exitCode: number | undefined;
  readonly cell: Cell;
  readonly result: RunResult;
  readonly junit: string;
  readonly ctrf: Ctrf;
  readonly stdout: string;
}

async function checked(
  { main }: BrokenPackage,
  scenario: string,
  ...more: readonly string[]
): Promise<Checked> {
  const what = ['--scenario', scenario, '--subject', 'node/promises'];
  const files = ['--junit', 'junit.xml', '--ctrf', 'ctrf.json'];
  const cli = startCli(['check', ...what, '--out', 'here', ...files, ...more], {}, main);
  const { exitCode, stdout } = await cli.ended;
  const read = (file: string): string => readFileSync(join(cli.directory, file), 'utf8');
  const result = JSON.parse(read('here/results.json')) as RunResult;
  const [cell] = result.cells;
  if (cell === undefined) throw new Error('nothing was checked');
  return {
    exitCode,
    cell,
    result,
    stdout,
    junit: read('junit.xml'),
    ctrf: JSON.parse(read('ctrf.json')) as Ctrf,
  };
}

test('a preload that loses one timer in every second process makes a divergent cell, with exit code 10', async () => {
  const { exitCode, cell, junit, ctrf, stdout } = await checked(losing, 'timers.extremes', '--repeat', '2');
  expect(exitCode).toBe(10);
  expect(cell).toMatchObject({
    verdict: 'divergent',
    proof: null,
    measurements: [],
    invocations: { planned: 4, proved: 2, diverged: 2, failed: 0, unsupported: 0, notRun: 0 },
  });
  expect(cell.reason).toMatch(/^TX on key 3, .* \(in 2 of 4 invocations\)$/);
  expect(junit).toContain('tests="1" failures="1" errors="0"');
  expect(ctrf.results.summary).toMatchObject({ tests: 1, passed: 0, failed: 1 });
  expect(stdout).toContain(cell.reason);
});

test('a preload that crashes in every second process makes a failed cell, with exit code 13', async () => {
  const { exitCode, cell, junit, ctrf, stdout } = await checked(crashing, 'timers.extremes', '--repeat', '2');
  expect(exitCode).toBe(13);
  expect(cell).toMatchObject({
    verdict: 'failed',
    proof: null,
    measurements: [],
    invocations: { planned: 4, proved: 2, diverged: 0, failed: 2, unsupported: 0, notRun: 0 },
  });
  expect(cell.reason).toMatch(/^2 of 4 invocations failed: EL2008 /);
  expect(junit).toContain('tests="1" failures="0" errors="1"');
  expect(ctrf.results.summary).toMatchObject({ tests: 1, passed: 0, failed: 1 });
  expect(stdout).toContain(cell.reason);
});

test('a measurement of such a runtime has no number', async () => {
  const what = ['--scenario', 'timers.extremes', '--subject', 'node', '--profile', 'smoke'];
  const cli = startCli(['run', ...what, '--repetitions', '3', '--json'], {}, crashing.main);
  const { exitCode, stdout } = await cli.ended;
  const { cells, comparisons } = JSON.parse(stdout) as RunResult;
  expect(exitCode).toBe(13);
  const ran = cells.filter(({ verdict }) => verdict !== 'unsupported');
  const failed = ran.filter(({ invocations }) => invocations.failed > 0);
  expect(failed.length).toBeGreaterThan(0);
  // Repetitions run side by side: of some cells every process may be the second one.
  for (const { verdict, measurements, reason, invocations } of failed) {
    expect([verdict, measurements]).toEqual(['failed', []]);
    const counted = invocations.proved + invocations.failed > 1;
    expect(reason).toMatch(counted ? /invocations? failed: EL2008 / : /^EL2008 /);
  }
  const ids = new Set(failed.map(({ subject }) => subject));
  for (const { subject, reference, verdict } of comparisons)
    if (ids.has(subject) || ids.has(reference)) expect(verdict).toBe('not-comparable');
});

test('a check says which styles it did not look at, and with --styles all there are none', async () => {
  const node = ['check', '--scenario', 'timers.sleep_loop', '--subject', 'node/promises', '--json'];
  const [one, all] = await Promise.all([startCli(node).ended, startCli([...node, '--styles', 'all']).ended]);
  const [some, every] = [one, all].map(({ stdout }) => JSON.parse(stdout) as RunResult);
  expect(some?.run.unchecked).toContainEqual({ subject: 'node/callbacks', scenarios: 1 });
  expect(some?.cells.map(({ subject }) => subject)).toEqual(['node/promises']);
  expect(every?.run.unchecked).toEqual([]);
  expect(every?.cells.map(({ subject }) => subject)).toContain('node/callbacks');
  expect([one.exitCode, all.exitCode]).toEqual([0, 0]);
});
