// Interpreters good and bad, made of small scripts: what is found, under which id, and how each fault is named.
import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInterpreters, PYTHON } from '../../testing/scripted-interpreters.ts';
import type { Interpreters } from '../../testing/scripted-interpreters.ts';
import { fileSha256 } from './file-digest.ts';

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

test('an interpreter on PATH is found with its version, its real path, its digest and its source', async () => {
  const path = interpreter('bin/python3', '3.12.1');
  const { runtimes, missing, passedOver } = await discover({});
  expect(runtimes).toEqual([
    {
      runner: 'python',
      id: 'python',
      version: '3.12.1',
      executable: path,
      executableSha256: await fileSha256(path),
      source: 'PATH',
      manifest: PYTHON,
      manifestFolder: folder,
      offers: [],
    },
  ]);
  expect([...missing, ...passedOver]).toEqual([]);
});

test('the variable comes before PATH, PATH before pyenv, and the first gets the plain id', async () => {
  interpreter('bin/python3', '3.12.1');
  interpreter('pyenv/versions/3.9.18/bin/python3', '3.9.18');
  interpreter('pyenv/versions/3.13.0/bin/python3', '3.13.0');
  interpreter('pyenv/versions/3.11.7/bin/python3', '3.11.7');
  const named = interpreter('opt/python', '3.14.0rc1');
  const found = await discover({ EVENLOOP_PYTHON: named, PYENV_ROOT: join(folder, 'pyenv') });
  expect(found.runtimes.map(({ id, source }) => [id, source])).toEqual([
    ['python', 'EVENLOOP_PYTHON'],
    ['python@3.12.1', 'PATH'],
    ['python@3.13.0', 'pyenv'],
    ['python@3.11.7', 'pyenv'],
  ]);
  expect(found.missing).toEqual([]);
  expect(found.passedOver.map(({ code, cause }) => [code, cause])).toEqual([
    ['EL2002', expect.stringContaining('is version 3.9.18')],
  ]);
});

test('the versions of pyenv are found below the home folder', async () => {
  interpreter('home/.pyenv/versions/3.13.0/bin/python3', '3.13.0');
  const { runtimes } = await discover({ HOME: join(folder, 'home') });
  expect(runtimes.map(({ source }) => source)).toEqual(['pyenv']);
});

test('programs of the package are found below `.runtimes`, newest first, after PATH and only where the manifest names that place', async () => {
  interpreter('bin/python3', '3.12.1');
  interpreter('.runtimes/loops-9/bin/python3', '3.9.18');
  interpreter('.runtimes/loops-13/bin/python3', '3.13.0');
  interpreter('.runtimes/loops-14/bin/python3', '3.14.0');
  program('.runtimes/bun/bin/bun', 'exit 1');
  const there = { ...PYTHON, interpreter: { ...PYTHON.interpreter, places: ['package-runtimes' as const] } };
  const found = await discover({}, there, { packageRoot: folder });
  expect(found.runtimes.map(({ id, source }) => [id, source])).toEqual([
    ['python', 'PATH'],
    ['python@3.14.0', 'package runtimes'],
    ['python@3.13.0', 'package runtimes'],
  ]);
  expect(found.missing).toEqual([]);
  const elsewhere = await discover({}, PYTHON, { packageRoot: folder });
  expect(elsewhere.runtimes.map(({ id }) => id)).toEqual(['python']);
});

test('a variable may name several, also by bare names', async () => {
  interpreter('bin/python3.12', '3.12.0');
  const other = interpreter('opt/python', '3.11.0');
  const { runtimes } = await discover({ EVENLOOP_PYTHON: ['python3.12', other].join(delimiter) });
  expect(runtimes.map(({ id }) => id)).toEqual(['python', 'python@3.11.0']);
});

test('links and shims lead to one interpreter, which is listed once under its real path', async () => {
  const real = interpreter('opt/bin/python3.12', '3.12.1');
  interpreter('bin/python3', 'asked the shim', real);
  symlinkSync(real, join(folder, 'bin/python'));
  const { runtimes } = await discover({ EVENLOOP_PYTHON: join(folder, 'bin/python') });
  expect(runtimes.map(({ executable, source }) => [executable, source])).toEqual([[real, 'EVENLOOP_PYTHON']]);
});

test('two builds of one version are told apart', async () => {
  const path = [0, 1, 2].map((i) => interpreter(`opt${i}/python3`, '3.12.1')).map((file) => join(file, '..'));
  const { runtimes } = await discover({ PATH: path.join(delimiter) });
  expect(runtimes.map(({ id }) => id)).toEqual(['python', 'python@3.12.1', 'python@3.12.1-2']);
});

test('with `preferred`, the first that satisfies is enough', async () => {
  interpreter('bin/python3', '3.10.0');
  interpreter('bin/python', '3.12.0');
  program('pyenv/versions/3.13.0/bin/python3', `: > "${folder}/asked"; echo 3.13.0`);
  const { runtimes } = await discover({ PYENV_ROOT: join(folder, 'pyenv') }, PYTHON, {
    extent: 'preferred',
  });
  expect(runtimes.map(({ version }) => version)).toEqual(['3.12.0']);
  expect(existsSync(join(folder, 'asked'))).toBe(false);
});

test('a variant is the preferred interpreter under an environment of its own, and no other has one', async () => {
  interpreter('bin/python3', '3.12.1');
  interpreter('home/.pyenv/versions/3.13.0/bin/python3', '3.13.0');
  const variants = { tuned: { title: 'tuned', environment: { MALLOC_TOP_PAD_: '1' } } };
  const { runtimes } = await discover({ HOME: join(folder, 'home') }, { ...PYTHON, variants });
  expect(runtimes.map(({ id, variant }) => [id, variant])).toEqual([
    ['python', undefined],
    ['python@3.13.0', undefined],
    ['python+tuned', 'tuned'],
  ]);
  const [plain, , tuned] = runtimes;
  expect(tuned).toMatchObject({ runner: 'python', executable: plain?.executable, version: '3.12.1' });
  expect(tuned?.manifest.environment).toEqual({ ...PYTHON.environment, MALLOC_TOP_PAD_: '1' });
  expect(plain?.manifest.environment).toEqual(PYTHON.environment);
});

test('none at all is EL2001 with how to install one', async () => {
  const { runtimes, missing } = await discover({});
  expect(runtimes).toEqual([]);
  expect(missing).toMatchObject([{ code: 'EL2001', next: 'Install Python 3.11 or later.' }]);
});

test('only old ones is EL2001 with each old one as evidence', async () => {
  interpreter('bin/python3', '3.8.0');
  const { missing } = await discover({});
  expect(missing).toMatchObject([
    { code: 'EL2001', evidence: [expect.stringMatching(/^EL2002 .*is version 3\.8\.0/)] },
  ]);
});

const unusable: readonly [what: string, make: () => string, cause: RegExp][] = [
  ['that does not exist', () => join(folder, 'nothing'), /does not exist/],
  ['that is a folder', () => folder, /is not a file/],
  [
    'that may not be executed',
    () => {
      const path = interpreter('opt/python', '3.12.0');
      chmodSync(path, 0o644);
      return path;
    },
    /may not be executed/,
  ],
  [
    'that prints garbage for its version',
    () => interpreter('opt/python', 'three point twelve'),
    /says that its version is "three/,
  ],
  [
    'that claims to be elsewhere',
    () => interpreter('opt/python', '3.12.0', '/nonexistent/python'),
    /which does not exist/,
  ],
  ['that prints nothing', () => program('opt/python', ':'), /printed nothing/],
  [
    'that fails',
    () => program('opt/python', 'echo "no such \\007 version" >&2; exit 127'),
    /exit code 127, saying no such \\x07 version/,
  ],
  ['that dies of a signal', () => program('opt/python', 'kill -9 $$'), /killed by SIGKILL/],
  [
    'that prints without end',
    () => program('opt/python', 'while :; do echo yes; done'),
    /printed more than 4096 characters/,
  ],
  ['that hangs', () => program('opt/python', 'kill -STOP $$'), /did not answer .* within 2000 ms/],
  [
    'that is no program',
    () => {
      const path = interpreter('opt/python', '');
      writeFileSync(path, '\u007fELF nonsense');
      return path;
    },
    /failed on/,
  ],
];

test.each(unusable)(
  'an interpreter named by the variable %s is missing, with the reason',
  async (_, make, cause) => {
    interpreter('bin/python3', '3.12.1');
    const { runtimes, missing } = await discover({ EVENLOOP_PYTHON: make() }, PYTHON, {
      askLimitMs: 2000,
    });
    expect(runtimes.map(({ source }) => source)).toEqual(['PATH']);
    expect(missing.map(({ code }) => code)).toEqual(['EL2001']);
    expect(missing[0]?.cause).toMatch(cause);
  },
);

test('one that was named but is too old is missing too', async () => {
  const old = interpreter('opt/python', '3.10.9');
  const { missing } = await discover({ EVENLOOP_PYTHON: old });
  expect(missing.map(({ code }) => code)).toEqual(['EL2002', 'EL2001']);
});
