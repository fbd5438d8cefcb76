// Removes what killed runs left behind: their scratch folders, with the sockets in them, the git worktrees that those name, and processes of their runners.
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readForeignText } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { QUIET_GIT, gitEnvironment } from '../files/quiet-git.ts';
import { lifeOf, ownOwner, parseOwner } from './owner.ts';
import { endStraysOf } from './strays.ts';

/** Before the number of the process and some letters by chance: no other folder of ours is named so. */
export const SCRATCH_PREFIX = 'evenloop.';
/** In a scratch folder: whose it is, written right after the folder was made. */
export const OWNER_FILE = '.owner.json';
/** In a scratch folder: the worktree that goes with it, written before that was made. */
export const WORKTREE_FILE = '.worktree.json';

/** A folder without an owner that is younger than this may be getting one just now. */
const OWNERLESS_MS = 10_000;

/** What a scratch folder says of a worktree. */
export interface Worktree {
  /** The folder that is removed. */
  readonly holder: string;
  /** The repository that knows of it. */
  readonly repository: string;
}

/** Answers the folders that were removed. What cannot be looked at, or is not ours, stays; nothing here is worth failing for. */
export function sweepLeftovers(
  environment: Readonly<Record<string, string | undefined>>,
  sharedMemory: string,
): readonly string[] {
  const parents = new Set(
    [environment['TMPDIR'] ?? tmpdir(), tmpdir(), sharedMemory].map((one) => resolve(one)),
  );
  const own = ownOwner();
  return [...parents].flatMap((parent) =>
    namesIn(parent)
      .filter((name) => name.startsWith(SCRATCH_PREFIX))
      .flatMap((name) => {
        const folder = join(parent, name);
        return isOurs(folder) && sweep(folder, own) ? [folder] : [];
      }),
  );
}

function sweep(folder: string, own: ReturnType<typeof ownOwner>): boolean {
  const text = textOf(join(folder, OWNER_FILE));
  if (text === null || text === '') return sweepOwnerless(folder);
  const owner = parseOwner(text);
  if (owner === null || lifeOf(owner, own) !== 'dead') return false;
  endStraysOf(owner);
  try {
    removeWorktree(textOf(join(folder, WORKTREE_FILE)));
  } catch {
    // It stays with the folder that names it, for the next one who looks.
    return false;
  }
  return removed(folder);
}

/** The process ended between two calls. Nothing else is in there yet. */
function sweepOwnerless(folder: string): boolean {
  try {
    if (Date.now() - lstatSync(folder).mtimeMs < OWNERLESS_MS) return false;
    rmSync(join(folder, OWNER_FILE), { force: true });
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** Only a folder of ours, where such trees are made: what stands in a file could be anything. */
function removeWorktree(text: string | null): void {
  const worktree = text === null ? null : parseWorktree(text);
  if (worktree === null || resolve(dirname(worktree.holder)) !== resolve(tmpdir())) return;
  if (isOurs(worktree.holder)) rmSync(worktree.holder, { recursive: true, force: true, maxRetries: 3 });
  spawnSync('git', [...QUIET_GIT, 'worktree', 'prune'], {
    cwd: worktree.repository,
    env: gitEnvironment(process.env),
    stdio: 'ignore',
  });
}

function parseWorktree(text: string): Worktree | null {
  try {
    const value: unknown = JSON.parse(text);
    const { holder, repository } = value as Partial<Worktree>;
    return typeof holder === 'string' && typeof repository === 'string' ? { holder, repository } : null;
  } catch {
    return null;
  }
}

/** A folder, no link to one, and made by this user: others may write to the same parent. */
function isOurs(path: string): boolean {
  try {
    const found = lstatSync(path);
    return found.isDirectory() && found.uid === process.getuid?.();
  } catch {
    return false;
  }
}

/** What says whose it is goes last: whoever is killed meanwhile leaves a folder that can still be swept. */
export function removeScratch(folder: string): void {
  for (const name of namesIn(folder))
    if (name !== OWNER_FILE) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 3 });
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

function removed(folder: string): boolean {
  try {
    removeScratch(folder);
    return true;
  } catch {
    return false;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string | null {
  try {
    return readForeignText(path, { ...STORED.description, links: 'refused' });
  } catch {
    return null;
  }
}
