// A fresh copy of this package in a new folder whose path has the wanted length, for as long as it is used.
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackage } from '../../harness/orchestrate/package-root.ts';

/** What a copy of the package needs. */
const PARTS = ['dist', 'runners', 'scenarios', 'schema', 'package.json'];

export async function withFreshCopy<Result>(
  pathLength: number,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = makeFolder(pathLength);
  try {
    const { root } = findPackage();
    for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Below the system's temporary folder; a path that is shorter than any there is made as short as can be. */
function makeFolder(length: number): string {
  const parent = tmpdir();
  for (let attempt = 0; ; attempt++) {
    const name = String(attempt).padStart(Math.max(1, length - parent.length - 1), 'e');
    const folder = join(parent, name);
    if (existsSync(folder)) continue;
    mkdirSync(folder);
    return folder;
  }
}
