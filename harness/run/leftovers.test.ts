// What killed runs left is removed, and nothing that somebody alive, or somebody else, may need.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Owner } from '../contract/owner.ts';
import { OWNER_FILE, sweepLeftovers } from './leftovers.ts';
import { lifeOf, ownOwner, parseOwner } from './owner.ts';

let parent: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'evenloop-sweep-'));
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** No process has this number: it is beyond what Linux gives. */
const DEAD: Owner = { ...ownOwner(), pid: 2 ** 22 + 5, start: '1' };

function scratchOf(owner: Owner | string | null, name = 'evenloop.abc.Ab12Cd'): string {
  const folder = join(parent, name);
  mkdirSync(join(folder, 'iAb12Cd'), { recursive: true });
  writeFileSync(join(folder, 'iAb12Cd', 'socket'), '');
  if (owner !== null)
    writeFileSync(join(folder, OWNER_FILE), typeof owner === 'string' ? owner : JSON.stringify(owner));
  return folder;
}

const sweep = (): readonly string[] => sweepLeftovers({ TMPDIR: parent }, join(parent, 'none'));

test('the folder of a process that is gone goes with all that is in it', () => {
  const folder = scratchOf(DEAD);
  expect(sweep()).toEqual([folder]);
  expect(existsSync(folder)).toBe(false);
});

test('a number that was given to another process since does not protect it', () => {
  const folder = scratchOf({ ...ownOwner(), start: '1' });
  expect(sweep()).toEqual([folder]);
});

test('what a process of before the last boot left goes, whoever has its number now', () => {
  const folder = scratchOf({ ...ownOwner(), boot: 'an earlier one' });
  expect(sweep()).toEqual([folder]);
});

test.each([
  ['of a living process', ownOwner()],
  ['of another container', { ...DEAD, space: 'pid:[1]' }],
  ['of something that is no owner', '{"pid":"1"}'],
  ['of nobody, with something in it', null],
])('a folder %s stays', (_, owner) => {
  const folder = scratchOf(owner);
  expect(sweep()).toEqual([]);
  expect(existsSync(folder)).toBe(true);
});

test('a folder with another name, and a link to one, stay', () => {
  const folder = scratchOf(DEAD, 'evenloop-Ab12Cd');
  symlinkSync(folder, join(parent, 'evenloop.abc.Ab12Cd'));
  expect(sweep()).toEqual([]);
  expect(existsSync(join(folder, 'iAb12Cd'))).toBe(true);
});

test('an empty folder whose owner never came goes, but not before an owner can have come', () => {
  const folder = join(parent, 'evenloop.abc.Ab12Cd');
  mkdirSync(folder);
  expect(sweep()).toEqual([]);
  utimesSync(folder, 1, 1);
  expect(sweep()).toEqual([folder]);
});

test('an owner is living, dead, or out of sight', () => {
  expect(lifeOf(ownOwner())).toBe('living');
  expect(lifeOf(DEAD)).toBe('dead');
  expect(lifeOf({ ...DEAD, boot: null })).toBe('unknown');
  expect(lifeOf({ ...DEAD, space: 'pid:[1]' })).toBe('unknown');
  expect(parseOwner(JSON.stringify(ownOwner()))).toEqual(ownOwner());
  for (const text of ['', 'null', '[]', '{"pid":0}', '{"pid":1.5}', '{"pid":1,"start":2}', '{'])
    expect(parseOwner(text)).toBe(null);
});
