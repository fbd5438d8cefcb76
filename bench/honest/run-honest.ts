// Whole runs in which every subject is a copy of the reference, and one may be slowed. Each takes place in a fresh copy of the package; what it leaves is kept.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, FailureError, failure } from '../../harness/contract/failure.ts';
import { PRODUCT } from '../../harness/contract/product.ts';
import { PACKAGE_ALONE } from '../../harness/contract/project.ts';
import type { RunOptions } from '../../harness/contract/request.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { extraOperations } from '../../harness/gate/slowdowns.ts';
import { commitOf } from '../../harness/orchestrate/commit.ts';
import type { RunListener } from '../../harness/orchestrate/listener.ts';
import type { MeasureRequest } from '../../harness/orchestrate/measure-request.ts';
import { measureRun } from '../../harness/orchestrate/measure-run.ts';
import { findPackage } from '../../harness/orchestrate/package-root.ts';
import { loadManifests } from '../../harness/orchestrate/prepare/load-manifests.ts';
import { listenForStop } from '../../harness/orchestrate/stop.ts';
import type { RunStop } from '../../harness/orchestrate/stop.ts';
import { startLoad } from '../../harness/run/stress-load.ts';
import { LOOKS } from '../../harness/stats/group-sequential.ts';
import { scenarios } from '../../scenarios/index.ts';
import { surroundingsOf } from '../repeat/repeat-plan.ts';
import { withFreshCopy } from '../whole/fresh-copy.ts';
import { openKeptRuns } from '../whole/kept-runs.ts';
import { copiesOf, withCopies } from './copies.ts';
import { honestRows } from './honest-rows.ts';
import type { HonestSummary, Injected } from './honest-rows.ts';

export interface RunHonest {
  readonly runs: number;
  /** Of the paths of the copies. */
  readonly seed: number;
  /** Where the runs are kept. Those that are there already are not run again. */
  readonly directory: string;
  /** None: the default run. */
  readonly scenarios: readonly string[];
  /** What all others are copies of, as `node/promises`. */
  readonly subject: string;
  readonly copies: number;
  /** How long each run is to take. */
  readonly timeMs: number;
  /** By how many percent the first copy does more operations in each slice; 0: none. */
  readonly inject: number;
  /** Percent of each CPU that a neighbour keeps busy. */
  readonly neighbour: number;
  /** Tiny runs: shows that everything works, and no more. */
  readonly quick: boolean;
}

export async function runHonest(options: RunHonest, say: (text: string) => void): Promise<HonestSummary> {
  const { directory, runs, ...settings } = options;
  const [slowed = ''] = copiesOf(options.subject, options.copies);
  const injected = options.inject === 0 ? null : { subject: slowed, percent: options.inject };
  const kept = openKeptRuns(directory, { ...settings, head: await commitOf(findPackage().root) });
  const abandon = () => process.exit(EXIT.interrupted);
  const stop = listenForStop({ source: process, maxTimeMs: null, say, abandon });
  const load = options.neighbour === 0 ? null : await startLoad({ share: options.neighbour / 100 });
  const results: RunResult[] = [];
  try {
    for (const [i, { pathLength }] of surroundingsOf(runs, options.seed).entries()) {
      const result = await kept.once<RunResult>(String(i), () => {
        say(`[${i + 1}/${runs}] a path of ${pathLength} characters`);
        return withFreshCopy(pathLength, (folder) => oneRun(folder, options, { injected, stop, say }));
      });
      if (result === null) break;
      results.push(result);
    }
  } finally {
    await load?.end();
    stop.dispose();
  }
  return honestRows(results, injected);
}

interface RunPlaces {
  readonly injected: Injected;
  readonly stop: RunStop;
  readonly say: (text: string) => void;
}

/** Null: interrupted. */
async function oneRun(
  folder: string,
  options: RunHonest,
  { injected, stop, say }: RunPlaces,
): Promise<RunResult | null> {
  writeCopies(folder, options);
  const { subject, copies } = options;
  const subjects = [subject, ...copiesOf(subject, copies)];
  const { result, troubles } = await measureRun({
    options: optionsOf(folder, subjects, options),
    breadth: 'default',
    checking: null,
    comparing: 'subjects',
    scenarios,
    project: PACKAGE_ALONE,
    sides: ['head'],
    packageRoot: () => folder,
    outRoot: join(folder, 'runs'),
    listener: quietListener(say),
    version: PRODUCT.version,
    args: [],
    workingFolder: folder,
    command: (seed) => `evenloop run --subject ${subjects.join(',')} --seed ${seed}`,
    stop,
    ...(injected === null ? {} : { inject: injectionOf(injected) }),
  });
  const [trouble] = troubles;
  if (trouble !== undefined) throw new FailureError(trouble);
  return stop.cause() === null ? result : null;
}

function writeCopies(folder: string, { subject, copies }: RunHonest): void {
  const [runtime = ''] = subject.split('/');
  const { manifests } = loadManifests(folder);
  const manifest = manifests.find((loaded) => loaded.manifest.id === runtime)?.manifest;
  if (manifest === undefined)
    throw new FailureError(
      failure('EL1002', `No runner is called ${JSON.stringify(runtime)}.`, 'Name one, as in node/promises.'),
    );
  writeFileSync(
    join(folder, 'runners', runtime, 'runner.json'),
    JSON.stringify(withCopies(manifest, copies)),
  );
}

/** Pairs beyond the last look are not used. */
const MOST_REPETITIONS = LOOKS.at(-1) ?? 0;
const QUICK_REPETITIONS = 3;

/** Those of a default run. */
function optionsOf(folder: string, subjects: readonly string[], options: RunHonest): RunOptions {
  const { quick, timeMs, subject } = options;
  return {
    scenarios: options.scenarios,
    subjects,
    reference: subject,
    profile: quick ? 'smoke' : 'quick',
    repetitions: quick ? QUICK_REPETITIONS : MOST_REPETITIONS,
    timeMs: quick ? null : timeMs,
    seed: null,
    wire: null,
    out: join(folder, 'out'),
    json: false,
    keepTraces: false,
    maxTimeMs: null,
    verbose: false,
    wide: false,
    shrink: false,
    observer: false,
    cpus: null,
  };
}

function injectionOf({ subject, percent }: NonNullable<Injected>): NonNullable<MeasureRequest['inject']> {
  const slowdown = { id: 'honest', title: `${percent} % slower`, effect: percent / 100, share: 1 };
  return (step, slice, operations) =>
    step.subject.id === subject ? extraOperations(slowdown, step.secret, slice, operations) : 0;
}

function quietListener(say: (text: string) => void): RunListener {
  const nothing = (): void => {};
  return {
    announce: nothing,
    watch: () => Promise.resolve({ begin: nothing, started: nothing, done: nothing, end: nothing }),
    say,
    onSignal: say,
    abandon: () => process.exit(EXIT.interrupted),
  };
}
