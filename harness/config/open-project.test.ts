// A config is found from the working directory upwards, read in three forms, and added to by the command line.
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FailureError } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import { SOURCE_ROOT } from '../testing/fake-runtime.ts';
import { defineConfig } from './define-config.ts';
import { findConfig } from './find-config.ts';
import { openProject } from './open-project.ts';
import type { ProjectWords } from './open-project.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'evenloop-config-')));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const words = (more: Partial<ProjectWords> = {}): ProjectWords => ({
  folder: root,
  config: null,
  without: false,
  runners: [],
  defined: [],
  scenarios: [],
  ...more,
});

async function troubleOf(more: Partial<ProjectWords>): Promise<Failure> {
  try {
    await openProject(words(more));
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('it was accepted');
}

test('the nearest folder with a config decides, and a package.json on the way does not end the search', () => {
  const upper = put('evenloop.config.json', '{}');
  put('packages/one/package.json', '{}');
  expect(findConfig(join(root, 'packages/one'))).toEqual({ ok: true, value: upper });
  const own = put('packages/one/evenloop.config.mjs', '');
  expect(findConfig(join(root, 'packages/one'))).toEqual({ ok: true, value: own });
  expect(findConfig(join(root, 'packages'))).toEqual({ ok: true, value: upper });
  expect(findConfig(join(root, 'packages/one/src/not/there'))).toEqual({ ok: true, value: own });
});

test('where there is none, there is none', async () => {
  // Nothing above the folder of temporary files has a config of evenloop.
  expect(findConfig(root)).toEqual({ ok: true, value: null });
  expect(await openProject(words())).toEqual({
    config: null,
    project: {
      config: null,
      runners: [],
      subjects: [],
      scenarios: [],
      outRoot: join(root, 'reports/out'),
      words: [],
      thresholds: {},
    },
  });
});

test('two configs in one folder are an error, and so is a form that nobody reads', async () => {
  put('evenloop.config.json', '{}');
  put('evenloop.config.ts', '');
  expect(await troubleOf({})).toMatchObject({
    code: 'EL1012',
    cause: `${root} has two configs: evenloop.config.ts and evenloop.config.json.`,
  });
  put('sub/evenloop.config.js', '');
  expect(await troubleOf({ folder: join(root, 'sub') })).toMatchObject({
    cause: `${join(root, 'sub/evenloop.config.js')} is in no form that is read.`,
    next: expect.stringContaining('evenloop.config.mjs'),
  });
  expect((await openProject(words({ folder: join(root, 'sub'), without: true }))).config).toBeNull();
});

test('a folder that may not be listed does not end the search', () => {
  const upper = put('evenloop.config.json', '{}');
  mkdirSync(join(root, 'closed'));
  chmodSync(join(root, 'closed'), 0o300);
  expect(findConfig(join(root, 'closed'))).toEqual({ ok: true, value: upper });
  chmodSync(join(root, 'closed'), 0o700);
});

test('JSON and a module say the same', async () => {
  put('evenloop.config.json', '{ "out": "runs", "subjects": [{ "id": "a", "runner": "node" }] }');
  const module = put(
    'other/my.mjs',
    'export default { out: "../runs", subjects: [{ id: "a", runner: "node" }] };',
  );
  const json = await openProject(words());
  const mjs = await openProject(words({ config: 'other/my.mjs' }));
  expect(mjs.project).toEqual({
    ...json.project,
    config: module,
    words: ['--config', 'other/my.mjs'],
    subjects: json.project.subjects.map((each) => ({ ...each, definedBy: `subjects[0] of ${module}` })),
  });
  expect(json.project.outRoot).toBe(join(root, 'runs'));
});

test('the command line adds runners, scenarios and subjects, and takes the place of a subject with the same id', async () => {
  put(
    'evenloop.config.json',
    '{ "runners": ["go"], "scenarios": ["mine"], "subjects": [{ "id": "a", "runner": "node" }, { "id": "b", "runner": "node" }] }',
  );
  mkdirSync(join(root, 'sub'));
  const { project } = await openProject(
    words({
      folder: join(root, 'sub'),
      runners: ['../go', 'rust'],
      scenarios: ['.'],
      defined: ['a=python:executable=./python'],
    }),
  );
  expect(project.runners).toEqual([
    { path: join(root, 'go'), origin: 'config' },
    { path: join(root, 'sub/rust'), origin: 'option' },
  ]);
  expect(project.scenarios).toEqual([join(root, 'mine'), join(root, 'sub')]);
  expect(project.subjects.map(({ id, runner }) => `${id}=${runner}`)).toEqual(['b=node', 'a=python']);
  expect(project.subjects[1]?.executable).toBe(join(root, 'sub/python'));
  expect(project.words).toEqual([
    '--runner',
    '../go',
    '--runner',
    'rust',
    '--define',
    'a=python:executable=./python',
  ]);
  expect(await troubleOf({ defined: ['c=node', 'c=python'] })).toMatchObject({
    cause: '--define gives two subjects the id "c".',
  });
});

test('a file that cannot be read or understood is named', async () => {
  const json = put('broken.json', '{');
  expect(await troubleOf({ config: 'broken.json' })).toMatchObject({
    code: 'EL1012',
    cause: `${json} is not JSON.`,
  });
  const thrown = put('thrown.mjs', 'throw new Error("not today");');
  const failed = await troubleOf({ config: 'thrown.mjs' });
  expect(failed.cause).toBe(`${thrown} cannot be loaded.`);
  expect(failed.evidence.join('\n')).toContain('not today');
  put('empty.mjs', 'export const config = {};');
  expect((await troubleOf({ config: 'empty.mjs' })).cause).toContain('has no default export');
  expect((await troubleOf({ config: 'nowhere.json' })).cause).toContain('does not exist or is not a file');
  put('config.toml', '');
  expect((await troubleOf({ config: 'config.toml' })).cause).toContain('is in no form that is read');
  mkdirSync(join(root, 'folder.json'));
  expect((await troubleOf({ config: 'folder.json' })).cause).toContain('is not a file');
});

test('TypeScript is read where Node reads it, and refused with a way out where it does not', async () => {
  put('evenloop.config.ts', 'const out: string = "runs";\nexport default { out };');
  const readsIt: unknown = Reflect.get(process.features, 'typescript');
  if (readsIt !== undefined && readsIt !== false)
    expect((await openProject(words())).project.outRoot).toBe(join(root, 'runs'));
  else
    expect(await troubleOf({})).toMatchObject({
      cause: expect.stringContaining(`needs a Node.js that reads TypeScript, and this is ${process.version}`),
      next: expect.stringContaining('evenloop.config.mjs'),
    });
});

test('`defineConfig` is the object as it is', () => {
  const config = { out: 'runs' };
  expect(defineConfig(config)).toBe(config);
});

test('what `init` writes is a config', async () => {
  const starter = join(SOURCE_ROOT, 'examples/starter/evenloop.config.mjs');
  const { config } = await openProject(words({ config: starter }));
  expect(config).toMatchObject({ path: starter, reference: 'node/promises', subjects: [] });
});
