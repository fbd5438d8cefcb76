// The other side of a comparison: a git revision checked out beside this tree, built, and removed again.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { FailureError, failure } from '../contract/failure.ts';
import { readForeignText } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { QUIET_GIT, gitEnvironment } from '../files/quiet-git.ts';
import { WORKTREE_FILE } from '../run/leftovers.ts';
import type { Worktree } from '../run/leftovers.ts';
import { makeScratch } from '../run/scratch.ts';
import type { Scratch } from '../run/scratch.ts';

export interface BaseTree {
  readonly root: string;
  /** The commit that was asked for, in full. */
  readonly commit: string;
  /** Takes the worktree away. May be called twice. */
  remove(): void;
}

export interface BaseRequest {
  /** Root of this package: a git checkout. */
  readonly headRoot: string;
  readonly ref: string;
  readonly cancel: AbortSignal;
  readonly say: (text: string) => void;
}

/**
 * Checks out and builds `ref`, and builds this tree too: both sides by their own build script, before anything is measured.
 * Null when it was cancelled.
 */
export async function openBaseTree({ headRoot, ref, cancel, say }: BaseRequest): Promise<BaseTree | null> {
  const commit = await resolveCommit(headRoot, ref);
  const note = await makeScratch(process.env);
  const { holder, root } = reserve(headRoot, tmpdir());
  const worktree: Worktree = { holder, repository: headRoot };
  writeFileSync(join(note.directory, WORKTREE_FILE), JSON.stringify(worktree));
  const remove = remover(headRoot, holder, note);
  try {
    say(`Checking out ${ref} (${commit.slice(0, 12)}).`);
    await git(headRoot, ['worktree', 'add', '--detach', '--quiet', root, commit], cancel);
    await installDependencies(headRoot, root, cancel, say);
    for (const [side, tree] of [
      ['head', headRoot],
      ['base', root],
    ] as const) {
      say(`Building ${side}.`);
      await npm(tree, ['run', '--silent', 'build'], cancel, side);
    }
    return { root, commit, remove };
  } catch (error) {
    remove();
    if (cancel.aborted) return null;
    throw error;
  }
}

/** With fewer letters than these a name would hardly be free. */
const SHORTEST_NAME = 4;
const LONGEST_NAME = 200;

/**
 * A new folder whose path is as long as that of head: under a fixed memory layout the length of every string that holds a path counts,
 * and moves the time of a hop of CPython by 1.5 %. Where that cannot be, an ordinary temporary folder.
 */
export function reserve(
  headRoot: string,
  parent: string,
): { readonly holder: string; readonly root: string } {
  const letters = Buffer.byteLength(headRoot) - Buffer.byteLength(parent) - 1;
  if (letters >= SHORTEST_NAME && letters <= LONGEST_NAME) {
    const root = join(parent, randomName(letters));
    try {
      mkdirSync(root);
      return { holder: root, root };
    } catch {
      // Taken, or not ours to write to: the way below says what is wrong, if anything is.
    }
  }
  const holder = mkdtempSync(join(parent, 'evenloop-base-'));
  return { holder, root: join(holder, 'tree') };
}

function randomName(letters: number): string {
  const name = `evenloop-base-${randomBytes(letters).toString('hex')}`;
  return letters > 24 ? name.slice(0, letters) : name.slice(-letters);
}

/** Runs when the process ends in any way that Node sees, too: a worktree that stays behind blocks its name. */
function remover(headRoot: string, holder: string, note: Scratch): () => void {
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(holder, { recursive: true, force: true });
    spawnSync('git', [...QUIET_GIT, 'worktree', 'prune'], { ...quietIn(headRoot), stdio: 'ignore' });
    void note.remove();
  };
  process.on('exit', remove);
  return remove;
}

/** In a hook of git its variables would lead every git and every build below to the wrong repository. */
const quietIn = (cwd: string) => ({ cwd, env: gitEnvironment(process.env), extendEnv: false });

async function resolveCommit(root: string, ref: string): Promise<string> {
  const options = { ...quietIn(root), reject: false };
  const wanted = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`];
  const result = await execa('git', [...QUIET_GIT, ...wanted], options);
  if (result.exitCode === 0 && result.stdout !== '') return result.stdout;
  const shallow = await execa('git', [...QUIET_GIT, 'rev-parse', '--is-shallow-repository'], options);
  if (shallow.stdout === 'true')
    throw notMeasurable(
      `${JSON.stringify(ref)} names no commit of this clone, which is shallow: it has only the newest part of the history.`,
      [result.stderr],
      'Run `git fetch --unshallow`, or check out the whole history (`fetch-depth: 0` of actions/checkout), and try again.',
    );
  throw notMeasurable(`${JSON.stringify(ref)} names no commit of this repository.`, [result.stderr]);
}

/** Equal lock files mean equal dependencies: then those of this tree serve both sides. */
async function installDependencies(
  headRoot: string,
  root: string,
  cancel: AbortSignal,
  say: (text: string) => void,
): Promise<void> {
  const [ours, theirs] = [headRoot, root].map(lockOf);
  if (ours !== null && ours === theirs) {
    await symlink(join(headRoot, 'node_modules'), join(root, 'node_modules'), 'dir');
    return;
  }
  say('Installing the dependencies of base.');
  await npm(root, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], cancel, 'base');
}

function lockOf(root: string): string | null {
  try {
    return readForeignText(join(root, 'package-lock.json'), STORED.text);
  } catch {
    return null;
  }
}

async function npm(
  cwd: string,
  args: readonly string[],
  cancelSignal: AbortSignal,
  side: string,
): Promise<void> {
  const result = await execa('npm', args, { ...quietIn(cwd), reject: false, all: true, cancelSignal });
  if (result.failed) throw notMeasurable(`\`npm ${args.join(' ')}\` failed for ${side}.`, [result.all]);
}

async function git(cwd: string, args: readonly string[], cancelSignal: AbortSignal): Promise<void> {
  const result = await execa('git', [...QUIET_GIT, ...args], {
    ...quietIn(cwd),
    reject: false,
    all: true,
    cancelSignal,
  });
  if (result.failed) throw notMeasurable(`\`git ${args.slice(0, 2).join(' ')}\` failed.`, [result.all]);
}

const SHOWN_LINES = 20;

const ANOTHER = 'Give a branch, tag or commit that builds with `npm run build`.';

function notMeasurable(cause: string, output: readonly string[], next = ANOTHER): FailureError {
  const lines = output
    .join('\n')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return new FailureError(failure('EL1006', cause, next, lines.slice(-SHOWN_LINES)));
}
