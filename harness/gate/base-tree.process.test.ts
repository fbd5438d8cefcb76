// The base of a comparison: checked out, built, and gone afterwards, whatever went wrong.
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { FailureError } from '../contract/failure.ts';
import { openBaseTree, reserve } from './base-tree.ts';
import type { BaseTree } from './base-tree.ts';

const BUILD = `node -e "require('node:fs').writeFileSync('built', process.cwd())"`;
let root = '';

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'evenloop-repo-'));
  const git = (...args: string[]) =>
    execa(
      'git',
      ['-c', 'user.name=x', '-c', 'user.email=x@example.org', '-c', 'commit.gpgsign=false', ...args],
      { cwd: root },
    );
  const commit = async (script: string, content: string): Promise<void> => {
    writeFileSync(
      join(root, 'package.json'),
      JSON.stringify({ name: 'p', private: true, scripts: { build: script } }),
    );
    writeFileSync(join(root, 'package-lock.json'), '{}');
    writeFileSync(join(root, 'content'), content);
    await git('add', '.');
    await git('commit', '--quiet', '--message', content);
  };
  await git('init', '--quiet');
  await commit('exit 7', 'broken');
  await commit(BUILD, 'old');
  await commit(BUILD, 'new');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const open = (ref: string, cancel = new AbortController().signal): Promise<BaseTree | null> =>
  openBaseTree({ headRoot: root, ref, cancel, say() {} });
const worktrees = async (): Promise<number> =>
  (await execa('git', ['worktree', 'list'], { cwd: root })).stdout.split('\n').length;
const refused = (ref: string): Promise<unknown> =>
  open(ref).then(
    () => 'accepted',
    (error: unknown) => (error instanceof FailureError ? error.failure.code : error),
  );

test('both sides are built, and the worktree is taken away', async () => {
  const base = await open('HEAD~1');
  if (base === null) throw new Error('nobody cancelled');
  expect(readFileSync(join(base.root, 'content'), 'utf8')).toBe('old');
  expect(existsSync(join(base.root, 'built')) && existsSync(join(root, 'built'))).toBe(true);
  expect(await worktrees()).toBe(2);
  base.remove();
  base.remove();
  expect([existsSync(base.root), await worktrees()]).toEqual([false, 1]);
});

test.each(['nowhere', '--upload-pack=x', ''])('%j is no revision', async (ref) => {
  expect(await refused(ref)).toBe('EL1006');
});

test('a revision that does not build is named as such and leaves nothing behind', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('evenloop-base-')).length;
  expect(await refused('HEAD~2')).toBe('EL1006');
  expect(await worktrees()).toBe(1);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('evenloop-base-'))).toHaveLength(before);
});

test('a stop during the preparation ends it and leaves nothing behind', async () => {
  expect(await open('HEAD~1', AbortSignal.abort())).toBe(null);
  expect(await worktrees()).toBe(1);
});

test('within a hook of another repository, base is one of this one, and no hook of this one runs', async () => {
  const hook = join(root, '.git/hooks/post-checkout');
  writeFileSync(hook, `#!/bin/sh\necho ran > ${join(root, 'hook-ran')}\n`);
  chmodSync(hook, 0o755);
  vi.stubEnv('GIT_DIR', join(root, 'elsewhere'));
  vi.stubEnv('GIT_INDEX_FILE', join(root, 'elsewhere', 'index'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(hook);
  });
  const base = await open('HEAD~1');
  base?.remove();
  vi.unstubAllEnvs();
  expect([base === null, existsSync(join(root, 'hook-ran')), await worktrees()]).toEqual([false, false, 1]);
});

test('of a commit that a shallow clone lacks, the failure says so and how to get it', async () => {
  const clone = mkdtempSync(join(tmpdir(), 'evenloop-shallow-'));
  onTestFinished(() => rmSync(clone, { recursive: true }));
  await execa('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
  const told = await openBaseTree({
    headRoot: clone,
    ref: 'HEAD~1',
    cancel: new AbortController().signal,
    say() {},
  }).catch((error: unknown) => (error instanceof FailureError ? error.failure : error));
  expect(told).toMatchObject({
    code: 'EL1006',
    cause: expect.stringContaining('shallow'),
    next: expect.stringContaining('git fetch --unshallow'),
  });
});

test('the path of base is as long as that of head, where a name of that length can be had', () => {
  const { holder, root: reserved } = reserve('/srv/projects/of/somebody/evenloop', tmpdir());
  try {
    expect(reserved).toHaveLength('/srv/projects/of/somebody/evenloop'.length);
    expect(holder).toBe(reserved);
    expect(existsSync(reserved)).toBe(true);
  } finally {
    rmSync(holder, { recursive: true, force: true });
  }
});

test('a head whose path is too short for that gets an ordinary temporary folder', () => {
  const { holder, root: reserved } = reserve('/x', tmpdir());
  rmSync(holder, { recursive: true, force: true });
  expect(reserved).toBe(join(holder, 'tree'));
});
