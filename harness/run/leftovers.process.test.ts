// The worktree of a killed comparison goes with the folder that names it.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { OWNER_FILE, sweepLeftovers, WORKTREE_FILE } from './leftovers.ts';
import { ownOwner } from './owner.ts';

/** No process has this number: it is beyond what Linux gives. */
const DEAD = { ...ownOwner(), pid: 2 ** 22 + 5, start: '1' };

test('a worktree goes from where worktrees are made, and from nowhere else', () => {
  const parent = mkdtempSync(join(tmpdir(), 'evenloop-sweep-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const made = mkdtempSync(join(tmpdir(), 'evenloop-base-'));
  const elsewhere = join(parent, 'precious');
  mkdirSync(elsewhere);
  for (const holder of [made, elsewhere]) {
    const folder = join(parent, 'evenloop.abc.Ab12Cd');
    mkdirSync(folder);
    writeFileSync(join(folder, OWNER_FILE), JSON.stringify(DEAD));
    writeFileSync(join(folder, WORKTREE_FILE), JSON.stringify({ holder, repository: parent }));
    expect(sweepLeftovers({ TMPDIR: parent }, join(parent, 'none'))).toEqual([folder]);
  }
  expect([existsSync(made), existsSync(elsewhere)]).toEqual([false, true]);
});
