// Which commit is recorded, also where evenloop is started by a hook of another repository.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gitEnvironment } from '../files/quiet-git.ts';
import { commitOf } from './commit.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-commit-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function git(root: string, ...args: string[]): string {
  const who = ['-c', 'user.name=A', '-c', 'user.email=a@example.org'];
  const made = spawnSync('git', [...who, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: gitEnvironment(process.env),
  });
  expect(made.status).toBe(0);
  return made.stdout.trim();
}

function repository(name: string): string {
  const root = join(folder, name);
  git(folder, 'init', '--quiet', name);
  writeFileSync(join(root, 'a.txt'), name);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '--message', name);
  return root;
}

test('the commit is that of the tree, with a mark when it has changes', async () => {
  const root = repository('own');
  const head = git(root, 'rev-parse', '--short=12', 'HEAD');
  expect(await commitOf(root)).toBe(head);
  writeFileSync(join(root, 'a.txt'), 'changed');
  expect(await commitOf(root)).toBe(`${head}+changes`);
  expect(await commitOf(folder)).toBeNull();
});

test('a surrounding hook of another repository does not name its own', async () => {
  const root = repository('own');
  const other = repository('other');
  vi.stubEnv('GIT_DIR', join(other, '.git'));
  vi.stubEnv('GIT_WORK_TREE', other);
  vi.stubEnv('GIT_INDEX_FILE', join(other, '.git/index'));
  expect(await commitOf(root)).toBe(git(root, 'rev-parse', '--short=12', 'HEAD'));
});
