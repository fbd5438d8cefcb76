// A runner that is not in the default run: looked for when it is asked for, and missed only by who named it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PACKAGE_ALONE } from '../../contract/project.ts';
import type { OwnSubject, ProjectParts } from '../../contract/project.ts';
import { fakeManifest } from '../../testing/fake-runtime.ts';
import { findRuntimes } from './find-runtimes.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'evenloop-find-'));
  const { interpreter, ...rest } = fakeManifest();
  const rare = { ...interpreter, names: ['no-such-program'], variable: 'EVENLOOP_RARE', places: [] };
  write('fake', { ...rest, interpreter });
  write('rare', { ...rest, id: 'rare', inDefaultRun: false, interpreter: rare });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, manifest: object): void {
  mkdirSync(join(root, 'runners', name), { recursive: true });
  writeFileSync(join(root, 'runners', name, 'runner.json'), JSON.stringify(manifest));
}

const find = (...patterns: string[]) => findWith(PACKAGE_ALONE, ...patterns);

const findWith = async (project: ProjectParts, ...patterns: string[]) => {
  const { runtimes, missing, passedOver, absent } = await findRuntimes(root, patterns, project);
  return {
    runtimes: runtimes.map(({ id }) => id),
    missing: missing.map(({ code }) => code),
    passedOver: passedOver.map(({ code }) => code),
    absent: [...absent.keys()],
  };
};
const NOTHING_MISSING = { runtimes: ['fake'], missing: [], passedOver: [], absent: [] };

test('is not looked for where nobody asks for it', async () => {
  expect(await find()).toEqual(NOTHING_MISSING);
  expect(await find('promises', 'fake/*')).toEqual(NOTHING_MISSING);
});

test('is passed over where whatever there is was meant', async () => {
  for (const pattern of ['*', 'all', '*/promises'])
    expect(await find(pattern)).toEqual({ ...NOTHING_MISSING, passedOver: ['EL2001'], absent: ['rare'] });
});

test('is missing where it was named', async () => {
  for (const pattern of ['rare', 'rare/promises', 'rare@1.0.0/*'])
    expect(await find(pattern)).toEqual({ ...NOTHING_MISSING, missing: ['EL2001'], absent: ['rare'] });
});

test('is found where it is there', async () => {
  const manifest = fakeManifest();
  write('rare', { ...manifest, id: 'rare', inDefaultRun: false });
  expect(await find()).toEqual(NOTHING_MISSING);
  expect(await find('rare')).toEqual({ ...NOTHING_MISSING, runtimes: ['fake', 'rare'] });
});

const OWN: OwnSubject = {
  id: 'mine',
  runner: 'rare',
  title: null,
  style: null,
  runtime: null,
  executable: null,
  version: null,
  args: [],
  withoutArgs: [],
  environment: {},
  definedBy: 'a test',
};

test('is looked for where a subject of the project is made of it, and does not take part itself', async () => {
  const project = { ...PACKAGE_ALONE, subjects: [OWN] };
  expect(await findWith(project)).toMatchObject({ missing: ['EL2001'], absent: ['rare', 'mine'] });
  write('rare', { ...fakeManifest(), id: 'rare', inDefaultRun: false });
  expect(await findWith(project)).toEqual({ ...NOTHING_MISSING, runtimes: ['fake', 'mine'] });
});
