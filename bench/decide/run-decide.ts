// Whole runs of this build and of another revision in turn. What a run leaves is kept, so an experiment that was stopped goes on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { EXIT, FailureError } from '../../harness/contract/failure.ts';
import { openBaseTree } from '../../harness/gate/base-tree.ts';
import { commitOf } from '../../harness/orchestrate/commit.ts';
import { findPackage } from '../../harness/orchestrate/package-root.ts';
import { listenForStop } from '../../harness/orchestrate/stop.ts';
import type { RunStop } from '../../harness/orchestrate/stop.ts';
import { startLoad } from '../../harness/run/stress-load.ts';
import { readResults } from '../../harness/store/results-file.ts';
import { openKeptRuns } from '../whole/kept-runs.ts';
import { ordersOf } from './decide-arms.ts';
import type { Arm } from './decide-arms.ts';
import { decideRows } from './decide-rows.ts';
import type { DecideSummary, TimedRun } from './decide-rows.ts';

export interface RunDecide {
  readonly rounds: number;
  /** The other revision. */
  readonly against: string;
  readonly seed: number;
  /** Where the runs are kept. Those that are there already are not run again. */
  readonly directory: string;
  readonly scenarios: readonly string[];
  readonly subjects: readonly string[];
  /** Percent of each CPU that a neighbour keeps busy. */
  readonly neighbour: number;
  /** Tiny runs: shows that everything works, and no more. */
  readonly quick: boolean;
}

/** A run that ends so has results. */
const WITH_RESULTS: ReadonlySet<number | undefined> = new Set([EXIT.ok, EXIT.divergent, EXIT.unfinished]);
/** The budget of the short run, in seconds, and the least of any. */
const SHORT = { whole: 30, quick: 5 };

/** `openBase` checks out and builds the other revision. */
export async function runDecide(
  options: RunDecide,
  say: (text: string) => void,
  openBase: typeof openBaseTree = openBaseTree,
): Promise<DecideSummary> {
  const { root } = findPackage();
  const abandon = () => process.exit(EXIT.interrupted);
  const stop = listenForStop({ source: process, maxTimeMs: null, say, abandon });
  try {
    const base = await openBase({ headRoot: root, ref: options.against, cancel: stop.soft, say });
    if (base === null) return decideRows([]);
    try {
      const load = options.neighbour === 0 ? null : await startLoad({ share: options.neighbour / 100 });
      try {
        const { commit } = base;
        const kept = await openSettings(options, root, commit);
        return decideRows(await allRounds(options, { head: root, base: base.root, kept, stop }, say));
      } finally {
        await load?.end();
      }
    } finally {
      base.remove();
    }
  } finally {
    stop.dispose();
  }
}

async function openSettings({ directory, ...options }: RunDecide, root: string, commit: string) {
  const { scenarios, subjects, neighbour, quick, seed } = options;
  const head = await commitOf(root);
  return openKeptRuns(directory, { against: commit, head, scenarios, subjects, neighbour, quick, seed });
}

interface Trees {
  readonly head: string;
  readonly base: string;
  readonly kept: ReturnType<typeof openKeptRuns>;
  readonly stop: RunStop;
}

async function allRounds(
  options: RunDecide,
  { head, base, kept, stop }: Trees,
  say: (text: string) => void,
): Promise<TimedRun[]> {
  const runs: TimedRun[] = [];
  for (const [round, order] of ordersOf(options.rounds, options.seed).entries())
    for (const arm of order) {
      const equal = runs.find((run) => run.round === round && run.arm === 'base')?.seconds ?? 0;
      const run = await kept.once<TimedRun>(`${round}-${arm}`, async () => {
        if (stop.cause() !== null) return null;
        say(`[${round + 1}/${options.rounds}] ${arm}`);
        const args = argsOf(arm, equal, options);
        const done = await oneRun(arm === 'base' ? base : head, args);
        return done === null ? null : { round, arm, ...done };
      });
      if (run === null) return runs;
      runs.push(run);
    }
  return runs;
}

function argsOf(arm: Arm, equal: number, { scenarios, subjects, quick }: RunDecide): string[] {
  const least = quick ? SHORT.quick : SHORT.whole;
  const choice = [
    ...scenarios.flatMap((pattern) => ['--scenario', pattern]),
    ...subjects.flatMap((pattern) => ['--subject', pattern]),
    ...(quick ? ['--profile', 'smoke'] : []),
  ];
  if (arm === 'short') return [...choice, '--time', `${least}s`];
  if (arm === 'equal')
    return [...choice, '--time', `${(quick ? Math.max(least, equal) : equal).toFixed(1)}s`];
  return choice;
}

/** Null: interrupted. */
async function oneRun(
  root: string,
  args: readonly string[],
): Promise<Pick<TimedRun, 'seconds' | 'result'> | null> {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-decide-'));
  try {
    const out = join(folder, 'out');
    const main = join(root, 'dist/harness/cli/main.js');
    const beganMs = performance.now();
    const { exitCode, stderr } = await execa(
      process.execPath,
      [main, 'run', '--out', out, '--progress', 'none', ...args],
      { cwd: folder, reject: false, stdout: 'ignore' },
    );
    const seconds = (performance.now() - beganMs) / 1000;
    if (exitCode === EXIT.interrupted) return null;
    if (!WITH_RESULTS.has(exitCode)) throw new Error(`a run ended with ${exitCode}: ${stderr.slice(-2000)}`);
    const read = readResults(join(out, 'results.json'));
    if (!read.ok) throw new FailureError(read.failure);
    return { seconds, result: read.value };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
