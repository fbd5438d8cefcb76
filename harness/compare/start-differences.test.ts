// What tells two starts of a runtime apart, and what a row of a comparison says of it.
import { expect, test } from 'vitest';
import type { RunResult, RuntimeView } from '../contract/result.ts';
import type { StartedWith } from '../contract/started-with.ts';
import { around, cellOf, runOf } from '../testing/sample-run.ts';
import { compareRuns } from './compare-runs.ts';
import { startDifferences, startNote } from './start-differences.ts';

const plainly: StartedWith = {
  style: 'promises',
  args: [],
  withoutArgs: [],
  environment: {},
  passedOn: [],
  definedBy: '--define',
};

function runOn(more: Partial<RuntimeView> = {}, started: Partial<StartedWith> = {}): RunResult {
  const runtime: RuntimeView = {
    id: 'mine',
    runner: 'node',
    title: 'Node.js',
    version: '20.19.0',
    loop: 'libuv',
    executable: '/usr/bin/node',
    executableSha256: '0',
    source: 'PATH',
    clock: null,
    startedWith: { ...plainly, ...started },
    ...more,
  };
  return { ...runOf([cellOf('mine/promises', around(1000))]), runtimes: [runtime] };
}

test('two equal starts do not differ, wherever they were defined', () => {
  expect(startDifferences(runOn(), runOn({}, { definedBy: 'subjects[0] of /p/evenloop.config.ts' }))).toEqual(
    [],
  );
});

test('version, executable, arguments and each variable are told apart', () => {
  const base = runOn({}, { args: ['--no-opt'], environment: { TZ: 'UTC', KEPT: '1' } });
  const head = runOn(
    { version: '22.11.0', executable: '/opt/node' },
    { withoutArgs: ['-S'], environment: { TZ: 'CET', KEPT: '1', NEW: '' } },
  );
  expect(startDifferences(base, head)).toEqual([
    { runtime: 'mine', what: 'version', base: '20.19.0', head: '22.11.0' },
    { runtime: 'mine', what: 'executable', base: '/usr/bin/node', head: '/opt/node' },
    { runtime: 'mine', what: 'arguments', base: '--no-opt', head: null },
    { runtime: 'mine', what: 'TZ', base: 'TZ=UTC', head: 'TZ=CET' },
    { runtime: 'mine', what: 'arguments left out', base: null, head: '-S' },
    { runtime: 'mine', what: 'NEW', base: null, head: 'NEW=' },
  ]);
});

test('a runtime of one run only has no row', () => {
  expect(startDifferences({ ...runOn(), runtimes: [] }, runOn())).toEqual([]);
});

test('the row of a cell says in what its runtime was started differently; another path alone is no reason', () => {
  const differences = startDifferences(runOn(), runOn({ executable: '/x' }, { args: ['--no-opt'] }));
  expect(startNote(differences, { subject: 'mine/promises' })).toBe(
    'started differently: arguments none and --no-opt',
  );
  expect(startNote(differences, { subject: 'node/promises' })).toBe('');
  expect(
    startNote(startDifferences(runOn(), runOn({ executable: '/x' })), { subject: 'mine/promises' }),
  ).toBe('');
  const [change] = compareRuns(runOn(), runOn({}, { args: ['--no-opt'] }));
  expect(change?.reason).toContain('started differently: arguments none and --no-opt');
});
