// What a runtime is: its implementation, a program of its own, what its runner requires, a virtual environment.
import { mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunnerManifest } from '../../contract/runner-manifest.ts';
import { fakeManifest } from '../../testing/fake-runtime.ts';
import { openInterpreters, PYTHON } from '../../testing/scripted-interpreters.ts';
import type { Interpreters } from '../../testing/scripted-interpreters.ts';
import { discoverRuntimes } from './discover.ts';

let made: Interpreters;
let folder = '';
beforeEach(() => {
  made = openInterpreters();
  ({ folder } = made);
});
afterEach(() => made.remove());
const interpreter: Interpreters['interpreter'] = (...args) => made.interpreter(...args);
const program: Interpreters['program'] = (...args) => made.program(...args);
const discover: Interpreters['discover'] = (...args) => made.discover(...args);

test('the running process comes before PATH where the manifest has that place, and nowhere else', async () => {
  const node = fakeManifest();
  const { runtimes } = await discover({ PATH: process.env['PATH'] ?? '' }, node);
  expect(runtimes[0]).toMatchObject({
    id: 'fake',
    source: 'this process',
    version: process.versions.node,
    executable: realpathSync(process.execPath),
  });
  const { places: _, ...placeless } = node.interpreter ?? PYTHON.interpreter;
  const elsewhere = await discover({}, { ...node, interpreter: placeless });
  expect(elsewhere.runtimes).toEqual([]);
});

describe('the implementation', () => {
  test.each(['pypy', 'cpython-freethreaded', 'cpython-debug'])(
    '%s is never taken for the one that the manifest names',
    async (implementation) => {
      interpreter('bin/python3', `3.13.0 ${implementation}`);
      const { runtimes, missing } = await discover({});
      expect(runtimes).toEqual([]);
      expect(missing[0]?.evidence).toEqual([
        expect.stringMatching(`^EL2001 .*: it is ${implementation}, and not cpython\\.$`),
      ]);
    },
  );

  test('is part of what a runtime says of its version, and may be left out', async () => {
    interpreter('bin/python3', '3.13.0 cpython');
    interpreter('bin/python', '3.12.0');
    const { runtimes } = await discover({});
    expect(runtimes.map(({ version }) => version)).toEqual(['3.13.0', '3.12.0']);
    const { missing } = await discover({ EVENLOOP_PYTHON: interpreter('opt/p', '3.13.0 cpython beta') });
    expect(missing[0]?.cause).toContain('says that its version is "3.13.0 cpython beta"');
  });
});

describe('a runner that is its own program', () => {
  const { interpreter: __, ...bare } = PYTHON;
  const compiled = (path: string, more: object = {}): RunnerManifest => ({
    ...bare,
    command: { path, versionArgs: ['--version'], ...more },
  });

  test.each(['{manifest}/bin/runner', 'bin/runner', 'runner'])('is found as %s', async (path) => {
    const executable = program('bin/runner', 'echo 1.22.5');
    const { runtimes, missing } = await discover({}, compiled(path));
    expect(missing).toEqual([]);
    expect(runtimes).toMatchObject([
      { id: 'python', version: '1.22.5', executable, source: 'runner.json', manifestFolder: folder },
    ]);
  });

  test('that is missing is told once, with how to install it', async () => {
    const { missing, absent } = await discover({}, compiled('bin/runner', { install: 'Run `make`.' }));
    expect(missing.map(({ code, cause, next }) => [code, cause, next])).toEqual([
      [
        'EL2001',
        `${join(folder, 'bin/runner')} (from runner.json) cannot be used for the Python runner: it does not exist.`,
        `Correct \`command\` in ${join(folder, 'runner.json')}. Run \`make\`.`,
      ],
    ]);
    expect(absent.get('python')).toBe(missing[0]);
  });

  test('may be too old', async () => {
    program('bin/runner', 'echo 1.20.1');
    const { missing } = await discover({}, compiled('bin/runner', { minimumVersion: '1.21' }));
    expect(missing).toMatchObject([{ code: 'EL2002', next: 'Install a newer version.' }]);
  });
});

describe('what a runner requires', () => {
  const asking = (...args: string[]): RunnerManifest => ({
    ...PYTHON,
    requires: [{ args, install: 'Run `pip install uvloop`.' }],
  });

  test('is probed in the environment of the runner, and may say nothing', async () => {
    const script = `case "$2" in sys.executable) echo "$0";; version) echo 3.12.0;; *) [ "$WHERE" = "${folder}" ];; esac`;
    program('bin/python3', script);
    const found = await discover(
      {},
      {
        ...asking('-c', 'import uvloop'),
        environment: { WHERE: '{manifest}' },
      },
    );
    expect(found.runtimes).toHaveLength(1);
    expect((await discover({}, asking('-c', 'import uvloop'))).runtimes).toEqual([]);
  });

  test('is told by its own code, with what the probe said and how to install it', async () => {
    const fails = 'echo "No module named uvloop" >&2; exit 1';
    program(
      'bin/python3',
      `case "$2" in sys.executable) echo "$0";; version) echo 3.12.0;; *) ${fails};; esac`,
    );
    const { missing, passedOver } = await discover({}, asking('-c', 'import uvloop'));
    expect(passedOver.map(({ code, cause }) => [code, cause])).toEqual([
      [
        'EL2015',
        `${join(folder, 'bin/python3')} lacks what the Python runner requires: it failed on \`-c import uvloop\`: exit code 1, saying No module named uvloop.`,
      ],
    ]);
    expect(missing).toMatchObject([{ code: 'EL2015', next: 'Run `pip install uvloop`.' }]);
  });
});

test('an interpreter in a virtual environment that somebody names is started there, beside the one that it links to', async () => {
  const real = interpreter('bin/python3', '3.12.1');
  const script = readFileSync(real, 'utf8').replace(`echo "${real}"`, 'echo "$0"');
  writeFileSync(real, script);
  mkdirSync(join(folder, 'venv/bin'), { recursive: true });
  symlinkSync(real, join(folder, 'venv/bin/python'));
  const named = join(folder, 'venv/bin/python');
  const { runtimes } = await discover({ EVENLOOP_PYTHON: named });
  expect(runtimes.map(({ id, executable }) => [id, executable])).toEqual([
    ['python', named],
    ['python@3.12.1', real],
  ]);
});

test('runners that share an interpreter ask it once, and each asks for what only it requires', async () => {
  const says = 'case "$2" in sys.executable) echo "$0";; version) echo 3.12.0;; esac';
  program('bin/python3', `echo "$*" >> "${folder}/asked"; ${says}`);
  const loaded = (id: string, more: Partial<RunnerManifest> = {}) => ({
    manifest: { ...PYTHON, id, ...more },
    folder,
    path: join(folder, 'runner.json'),
    origin: 'option' as const,
  });
  const requires = [{ args: ['-c', 'import uvloop'], install: 'Run `pip install uvloop`.' }];
  const { runtimes } = await discoverRuntimes(
    [loaded('one'), loaded('other'), loaded('third', { requires })],
    { PATH: join(folder, 'bin'), HOME: join(folder, 'nobody') },
    { extent: 'all', packageRoot: '/package' },
  );
  expect(runtimes.map(({ id }) => id)).toEqual(['one', 'other', 'third']);
  expect(readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n').sort()).toEqual([
    '-c import uvloop',
    '-c sys.executable',
    '-c version',
  ]);
});
