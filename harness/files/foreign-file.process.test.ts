// What is no file is not opened, whatever it is; what is too large is not read; links are followed where somebody named them.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyForeign, kindAt, readForeignBytes, readForeignText } from './foreign-file.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const LIMIT = { mostBytes: 100 };
const server = createServer();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-foreign-'));
  writeFileSync(at('file'), 'what is in it');
  writeFileSync(at('marked'), '\u{feff}{}');
  writeFileSync(at('large'), '');
  truncateSync(at('large'), 2 ** 40);
  mkdirSync(at('folder'));
  symlinkSync('file', at('link'));
  symlinkSync('circle', at('circle'));
  symlinkSync('nowhere', at('dangling'));
  symlinkSync('/dev/zero', at('device'));
  execFileSync('mkfifo', [at('fifo')]);
  symlinkSync('fifo', at('link-to-fifo'));
  await new Promise<void>((done) => void server.listen(at('socket'), done));
});
afterAll(async () => {
  await new Promise((done) => server.close(done));
  rmSync(folder, { recursive: true });
});

/** The reason, for a person. */
function refusal(name: string, links: 'followed' | 'refused' = 'followed'): string {
  try {
    return `read: ${readForeignBytes(at(name), { ...LIMIT, links }).length}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

test.each([
  ['file', 'read: 13', 'read: 13'],
  ['link', 'read: 13', 'a symbolic link'],
  ['folder', 'EISDIR', 'EISDIR'],
  ['fifo', 'a FIFO', 'a FIFO'],
  ['link-to-fifo', 'a FIFO', 'a symbolic link'],
  ['socket', 'a socket', 'a socket'],
  ['device', 'a device', 'a symbolic link'],
  ['circle', 'ELOOP', 'a symbolic link'],
  ['dangling', 'ENOENT', 'a symbolic link'],
  ['absent', 'ENOENT', 'ENOENT'],
  [
    'large',
    'it has 1099511627776 bytes, and at most 100 are read',
    'it has 1099511627776 bytes, and at most 100 are read',
  ],
])('%s', (name, followed, refused) => {
  expect([refusal(name), refusal(name, 'refused')]).toEqual([followed, refused]);
});

test('the mark of the byte order is no part of a text', () => {
  expect(readForeignText(at('marked'), LIMIT)).toBe('{}');
});

test('what is at a path is told without an error', () => {
  const names = ['file', 'link', 'folder', 'fifo', 'socket', 'device', 'circle', 'dangling', 'absent'];
  expect(names.map((name) => kindAt(at(name)))).toEqual([
    'file',
    'file',
    'folder',
    'other',
    'other',
    'other',
    'other',
    'nothing',
    'nothing',
  ]);
});

test('a copy is a new file, and takes the place of nothing', () => {
  copyForeign(at('file'), at('copy'), LIMIT);
  expect(readFileSync(at('copy'), 'utf8')).toBe('what is in it');
  expect(() => copyForeign(at('file'), at('copy'), LIMIT)).toThrow('EEXIST');
  expect(() => copyForeign(at('file'), at('dangling'), LIMIT)).toThrow('EEXIST');
  expect(() => copyForeign(at('fifo'), at('other'), LIMIT)).toThrow('a FIFO');
});
