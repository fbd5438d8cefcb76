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

test('what shapes a process and was passed on makes another start of it, each variable by itself', () => {
  const shaped = (shaping: Record<string, string>): RunResult =>
    runOn({ inherited: { passed: Object.keys(shaping), withheld: [], shaping } });
  const [was, is] = [
    shaped({ MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '4' }),
    shaped({ LD_PRELOAD: '/x.so', UV_THREADPOOL_SIZE: '4' }),
  ];
  expect(startDifferences(was, is)).toEqual([
    { runtime: 'mine', what: 'MALLOC_ARENA_MAX', base: 'MALLOC_ARENA_MAX=1', head: null },
    { runtime: 'mine', what: 'LD_PRELOAD', base: null, head: 'LD_PRELOAD=/x.so' },
  ]);
  const reason =
    'started differently: MALLOC_ARENA_MAX MALLOC_ARENA_MAX=1 and none; LD_PRELOAD none and LD_PRELOAD=/x.so';
  expect(compareRuns(was, is)[0]).toMatchObject({ verdict: 'not-comparable', reason });
  expect(compareRuns(was, is, ['runtimes'])[0]).toMatchObject({ verdict: 'unchanged', reason });
  expect(startDifferences(runOn(), shaped({}))).toEqual([]);
});

test('options of the Node that runs evenloop concern every row', () => {
  const preloaded = {
    ...runOn(),
    environment: { ...runOn().environment, nodeOptions: '--require ./slow.cjs' },
  };
  expect(startDifferences(runOn(), preloaded)).toEqual([
    { runtime: 'evenloop', what: 'NODE_OPTIONS', base: null, head: '--require ./slow.cjs' },
  ]);
  expect(compareRuns(runOn(), preloaded)[0]).toMatchObject({
    verdict: 'not-comparable',
    reason: 'started differently: NODE_OPTIONS none and --require ./slow.cjs',
  });
  expect(compareRuns(preloaded, preloaded)[0]?.verdict).toBe('unchanged');
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
