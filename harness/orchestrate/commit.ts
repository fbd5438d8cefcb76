// Which commit a tree is at, with a mark when it has changes; null outside of git.
import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { QUIET_GIT, gitEnvironment } from '../files/quiet-git.ts';

export async function commitOf(root: string): Promise<string | null> {
  // Without this a package below some other project's repository would name that project's commit.
  if (!existsSync(join(root, '.git'))) return null;
  const git = (...args: string[]) =>
    execa('git', [...QUIET_GIT, ...args], {
      cwd: root,
      reject: false,
      env: gitEnvironment(process.env),
      extendEnv: false,
    });
  const head = await git('rev-parse', '--short=12', 'HEAD');
  if (head.exitCode !== 0) return null;
  const status = await git('status', '--porcelain', '--untracked-files=no');
  return status.stdout === '' ? head.stdout : `${head.stdout}+changes`;
}
