// Tests of run folders, the link to the newest, atomic files and what a refusing system is called.
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAtomically } from './atomic-write.ts';
import { writeFailure } from './file-failure.ts';
import { createRunFolder, pointLatest, runFolderAt } from './run-folder.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'evenloop-store-'));
});

afterEach(() => rmSync(root, { recursive: true }));

test('a run folder has its subfolders and its names', () => {
  const made = createRunFolder({ root, runId: 'r1' });
  if (!made.ok) throw new Error(made.failure.cause);
  expect(made.value).toEqual(runFolderAt(join(root, 'r1')));
  expect(readdirSync(made.value.path).toSorted()).toEqual(['samples', 'traces']);
  expect(made.value.results).toBe(join(root, 'r1', 'results.json'));
});

test('an empty folder may be named, one with something in it may not', () => {
  const out = join(root, 'mine');
  mkdirSync(out);
  expect(createRunFolder({ root, runId: 'r', out })).toMatchObject({ ok: true, value: { path: out } });
  expect(createRunFolder({ root, runId: 'r', out })).toMatchObject({
    failure: { code: 'EL3001', cause: expect.stringContaining('not empty') },
  });
});

test('a folder that cannot be made is refused with the cause', () => {
  writeFileSync(join(root, 'file'), '');
  expect(createRunFolder({ root: join(root, 'file'), runId: 'r' })).toMatchObject({
    failure: { code: 'EL3001', cause: expect.stringContaining('not a folder') },
  });
  expect(() => writeAtomically(join(root, 'file', 'x'), '')).toThrow('EL3001');
  expect(pointLatest(join(root, 'file', 'x'), runFolderAt(root))).toMatchObject({
    failure: { code: 'EL3001' },
  });
});

test('latest points at the newest run, also one elsewhere, and is replaced without a trace', () => {
  for (const path of [join(root, 'r1'), join(root, 'r2'), join(root, '..', 'elsewhere')])
    expect(pointLatest(root, runFolderAt(path)).ok).toBe(true);
  expect(readlinkSync(join(root, 'latest'))).toBe(join('..', 'elsewhere'));
  expect(readdirSync(root)).toEqual(['latest']);
});

test('something that is no link in the place of latest is left alone', () => {
  mkdirSync(join(root, 'latest'));
  expect(pointLatest(root, runFolderAt(join(root, 'r1')))).toMatchObject({ failure: { code: 'EL3001' } });
  expect(readdirSync(root)).toEqual(['latest']);
});

test('an atomic write replaces the content and leaves nothing behind', () => {
  const path = join(root, 'a.json');
  for (const content of ['old', 'new']) writeAtomically(path, content);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(root)).toEqual(['a.json']);
});

test('an atomic write that fails leaves the old content and no temporary file', () => {
  const path = join(root, 'a');
  mkdirSync(path);
  writeFileSync(join(path, 'old'), '1');
  expect(() => writeAtomically(path, 'new')).toThrow('EL3001');
  expect(readdirSync(root)).toEqual(['a']);
  expect(readFileSync(join(path, 'old'), 'utf8')).toBe('1');
});

test.each([
  ['ENOSPC', 'EL3003', 'disk is full'],
  ['EDQUOT', 'EL3003', 'quota'],
  ['EACCES', 'EL3001', 'permission'],
  ['EROFS', 'EL3001', 'read-only'],
  ['EWHATEVER', 'EL3001', 'refused'],
])('%s is %s', (code, expected, words) => {
  const failure = writeFailure('/x', Object.assign(new Error('system'), { code }));
  expect(failure.code).toBe(expected);
  expect(failure.cause).toContain(words);
  expect(failure.evidence).toEqual(['system']);
});
