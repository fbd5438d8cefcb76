// Whole runs of this very build in fresh copies at drawn paths and environments. What a run leaves is kept, so an experiment that was stopped goes on.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { findPackage } from '../../harness/orchestrate/package-root.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { surroundingsOf } from './repeat-plan.ts';
import type { Surroundings } from './repeat-plan.ts';
import { repeatRows } from './repeat-rows.ts';
import type { RepeatSummary } from './repeat-rows.ts';

export interface RunRepeat {
  readonly runs: number;
  readonly seed: number;
  /** Where the results are kept: `<i>.json`. Those that are there already are not run again. */
  readonly directory: string;
  /** Passed on to `evenloop run`. */
  readonly args: readonly string[];
}

/** What a copy of the package needs. */
const PARTS = ['dist', 'runners', 'scenarios', 'schema', 'package.json'];
/** A run that ends so has results. */
const WITH_RESULTS: ReadonlySet<number | undefined> = new Set([0, 10, 13]);

export async function runRepeat(options: RunRepeat, say: (text: string) => void): Promise<RepeatSummary> {
  mkdirSync(options.directory, { recursive: true });
  const results: RunResult[] = [];
  for (const [i, surroundings] of surroundingsOf(options.runs, options.seed).entries()) {
    const file = join(options.directory, `${i}.json`);
    if (!existsSync(file)) {
      say(
        `[${i + 1}/${options.runs}] a path of ${surroundings.pathLength} characters, ${surroundings.environmentBytes} bytes of environment`,
      );
      await oneRun(surroundings, file, options.args);
    }
    results.push(JSON.parse(readFileSync(file, 'utf8')) as RunResult);
  }
  return repeatRows(results);
}

async function oneRun(
  { pathLength, environmentBytes }: Surroundings,
  file: string,
  args: readonly string[],
): Promise<void> {
  const folder = makeFolder(pathLength);
  try {
    const { root } = findPackage();
    for (const part of PARTS) cpSync(join(root, part), join(folder, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const out = join(folder, 'out');
    const main = join(folder, 'dist/harness/cli/main.js');
    const { exitCode, stderr } = await execa(
      process.execPath,
      [main, 'run', '--out', out, '--progress', 'none', ...args],
      {
        cwd: folder,
        reject: false,
        stdout: 'ignore',
        env: { EVENLOOP_REPEAT_PADDING: 'x'.repeat(environmentBytes) },
      },
    );
    if (!WITH_RESULTS.has(exitCode)) throw new Error(`a run ended with ${exitCode}: ${stderr.slice(-2000)}`);
    cpSync(join(out, 'results.json'), `${file}.part`);
    renameSync(`${file}.part`, file);
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
