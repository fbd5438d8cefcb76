// For tests: a git repository with one commit, and results of sample runs beside it, to be kept in a store.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { sampleRuns } from './sample-history.ts';

const QUIET = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

/** What it printed, without the last line feed. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...QUIET },
  }).trim();
}

/** Goes with the test. */
export function newFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'evenloop-kept-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface RunRepository {
  readonly folder: string;
  /** Results files, oldest first. */
  readonly runs: readonly string[];
}

export function repositoryWithRuns(count: number, stepAt = count): RunRepository {
  const folder = newFolder();
  git(folder, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(folder, 'a'), 'a');
  git(folder, 'add', 'a');
  git(folder, '-c', 'user.name=n', '-c', 'user.email=e@localhost', 'commit', '--quiet', '-m', 'one');
  return { folder, runs: writeRuns(newFolder(), count, stepAt) };
}

export function writeRuns(folder: string, count: number, stepAt = count): string[] {
  return sampleRuns(count, stepAt).map((result) => {
    const path = join(folder, `${result.run.id}.json`);
    writeFileSync(path, JSON.stringify(result));
    return path;
  });
}
