// What has to come back does, and where it does not the doctor says why: a folder, a silent watch, loopback, limits of made-up machines.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fileEcho } from './file-echo.ts';
import { folderFacts, standing } from './folder-facts.ts';
import { loopbackEcho } from './loopback-echo.ts';
import { systemLimits } from './system-limits.ts';
import { openTemporaryFolders } from './temporary-folders.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'evenloop-doctor-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const files = (texts: Readonly<Record<string, string>>, lists: Readonly<Record<string, string[]>> = {}) => ({
  read: (path: string) => texts[path] ?? null,
  list: (path: string) => lists[path] ?? [],
});

test('a change in a folder is noticed, and nothing is left there', async () => {
  const path = folder();
  expect(await fileEcho(path, openTemporaryFolders(), 5000)).toEqual({ ms: expect.any(Number) });
  expect(readdirSync(path)).toEqual([]);
});

test('a folder that sends no notice is told after the limit, and its watch is ended', async () => {
  const path = folder();
  let ended = 0;
  const silent = () => () => void ended++;
  expect(await fileEcho(path, openTemporaryFolders(), 20, silent)).toEqual({
    trouble: 'no notice came within 20 ms',
  });
  expect([ended, readdirSync(path)]).toEqual([1, []]);
});

test('a watch that is refused, and a folder that is not there, are told by what the system said', async () => {
  const refusing = (_: string, __: () => void, onError: (error: Error) => void) => {
    queueMicrotask(() => onError(new Error('EMFILE: too many open files, watch')));
    return () => {};
  };
  expect(await fileEcho(folder(), openTemporaryFolders(), 5000, refusing)).toEqual({
    trouble: expect.stringContaining('EMFILE'),
  });
  expect(await fileEcho('/no/such/folder', openTemporaryFolders(), 5000)).toEqual({
    trouble: expect.stringContaining('ENOENT'),
  });
});

test('a byte comes back over loopback, and an address that is not of this machine is told', async () => {
  expect(await loopbackEcho(5000)).toEqual({ ms: expect.any(Number) });
  expect(await loopbackEcho(5000, '203.0.113.1')).toEqual({
    trouble: expect.stringContaining('EADDRNOTAVAIL'),
  });
});

test('a folder that does not exist yet is known by the one above it', async () => {
  const path = folder();
  expect(standing(join(path, 'reports', 'out'))).toBe(path);
  const mounts = files({ '/proc/self/mounts': 'none / ext4 rw 0 0\n' });
  const facts = await folderFacts(join(path, 'reports'), 'out', mounts, openTemporaryFolders());
  expect(facts).toMatchObject({ fileSystem: 'ext4', trouble: null, freeBytes: expect.any(Number) });
  const refused = await folderFacts('/proc/nothing/here', 'out', mounts, openTemporaryFolders());
  expect(refused.trouble).toMatch(/EACCES|EROFS|ENOENT/);
});

test('limits are read as the kernel writes them', () => {
  const texts = {
    '/proc/self/limits':
      'Max processes  9 9 processes\nMax open files            1024      4096      files\n',
    '/proc/sys/fs/inotify/max_user_watches': '8192\n',
    '/proc/sys/fs/inotify/max_user_instances': '128\n',
  };
  const lists = { '/proc': ['1', '20', 'self'], '/proc/1/fd': ['0', '1'], '/proc/20/fd': ['5'] };
  const links: Readonly<Record<string, string>> = {
    '/proc/1/fd/0': '/dev/null',
    '/proc/1/fd/1': 'anon_inode:inotify',
    '/proc/20/fd/5': 'anon_inode:inotify',
  };
  expect(systemLimits(files(texts, lists), (path) => links[path] ?? null)).toEqual({
    openFiles: 1024,
    watches: 8192,
    watchInstances: 128,
    watchInstancesUsed: 2,
  });
  const unlimited = files({ '/proc/self/limits': 'Max open files            unlimited unlimited files\n' });
  expect(systemLimits(unlimited, () => null).openFiles).toBe(Number.MAX_SAFE_INTEGER);
});

test('a machine without /proc tells no limits', () => {
  expect(systemLimits(files({}), () => null)).toEqual({
    openFiles: null,
    watches: null,
    watchInstances: null,
    watchInstancesUsed: null,
  });
});

test('an examination that ends while it still waits leaves no folder, and makes none afterwards', async () => {
  const path = folder();
  const folders = openTemporaryFolders();
  const waiting = fileEcho(path, folders, 50, () => () => {});
  expect(readdirSync(path)).toHaveLength(1);
  folders.end();
  expect(readdirSync(path)).toEqual([]);
  expect(await waiting).toHaveProperty('trouble');
  expect(await fileEcho(path, folders, 50)).toEqual({ trouble: 'the examination is over' });
  expect(readdirSync(path)).toEqual([]);
});
