// Each way of saving leaves the new content under the name and nothing beside it, and is told from the others by what it does to the inode.
import {
  linkSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SAVE_WAYS } from '../../contract/act.ts';
import type { SaveWay } from '../../contract/act.ts';
import { saveBy } from './save-ways.ts';

/** These write into the file that is there; all others put another one in its place. */
const IN_PLACE: ReadonlySet<SaveWay> = new Set(['in-place', 'backup-copy']);

let directory = '';
let path = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenloop-saves-'));
  path = join(directory, 'item.txt');
  writeFileSync(path, 'before');
});
afterEach(() => rmSync(directory, { recursive: true }));

test.each(SAVE_WAYS)('%s leaves the new content and nothing else, again and again', (way) => {
  for (const content of ['once', 'twice', 'three times']) {
    saveBy(way, path, Buffer.from(content));
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(readdirSync(directory)).toEqual(['item.txt']);
  }
});

test.each(SAVE_WAYS)('%s writes in place or replaces the file, as its name says', (way) => {
  // A link of another name keeps the old inode, so that no new file can get its number.
  linkSync(path, join(directory, 'kept'));
  const before = statSync(path).ino;
  saveBy(way, path, Buffer.from('after'));
  expect(statSync(path).ino === before).toBe(IN_PLACE.has(way));
  expect(readFileSync(join(directory, 'kept'), 'utf8')).toBe(IN_PLACE.has(way) ? 'after' : 'before');
});

test.each(SAVE_WAYS)('a watch of the directory gets a notice of the name from %s', async (way) => {
  const named = new Promise((resolve) => {
    const watcher = watch(directory, (_type, name) => {
      if (name !== 'item.txt') return;
      watcher.close();
      resolve(name);
    });
  });
  await turn();
  saveBy(way, path, Buffer.from('after'));
  expect(await named).toBe('item.txt');
});
