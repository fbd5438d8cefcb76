// Folders are made with those above them, and a file system that refuses is answered with its error.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder } from './make-folder.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'evenloop-folder-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('a folder is made with those above it, and making it again changes nothing', () => {
  const path = join(root, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect(statSync(path).isDirectory()).toBe(true);
});

test('a file in the way is an error', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file'))).toThrow(/EEXIST/);
  expect(() => makeFolder(join(root, 'file', 'x'))).toThrow(/ENOTDIR/);
});

test.runIf(process.platform === 'linux')(
  'a file system that lets nobody make folders ends in its error',
  () => {
    expect(() => makeFolder('/proc/evenloop')).toThrow(/ENOENT|EACCES|EPERM/);
    expect(() => makeFolder('/proc/evenloop/deeper')).toThrow(/ENOENT|EACCES|EPERM/);
  },
);
