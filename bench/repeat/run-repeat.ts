// Whole runs of this very build in fresh copies at drawn paths and environments. What a run leaves is kept, so an experiment that was stopped goes on.
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { RunResult } from '../../harness/contract/result.ts';
import { withFreshCopy } from '../whole/fresh-copy.ts';
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

function oneRun(
  { pathLength, environmentBytes }: Surroundings,
  file: string,
  args: readonly string[],
): Promise<void> {
  return withFreshCopy(pathLength, async (folder) => {
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
  });
}
