// Which commit a tree is at, with a mark when it has changes; null outside of git.
import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export async function commitOf(root: string): Promise<string | null> {
  // Without this a package below some other project's repository would name that project's commit.
  if (!existsSync(join(root, '.git'))) return null;
  const head = await execa({ cwd: root, reject: false })`git rev-parse --short=12 HEAD`;
  if (head.exitCode !== 0) return null;
  const status = await execa({ cwd: root, reject: false })`git status --porcelain --untracked-files=no`;
  return status.stdout === '' ? head.stdout : `${head.stdout}+changes`;
}
