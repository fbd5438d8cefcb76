// Carries the whole corpus out, several attempts at a time: most of their time is spent waiting.
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardChildren } from '../orchestrate/child-guard.ts';
import { findAndAsk } from '../orchestrate/prepare/find-runtimes.ts';
import { loadKnownDivergences } from '../orchestrate/prepare/load-known-divergences.ts';
import type { Failure } from '../contract/failure.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { PACKAGE_ALONE } from '../contract/project.ts';
import { rootsOf } from '../contract/scenario-origin.ts';
import type { Scenario } from '../contract/scenario.ts';
import { harnessEpochNs } from '../run/clock.ts';
import { makeScratch } from '../run/scratch.ts';
import { startWitness } from '../run/witness/host.ts';
import { attempt } from './attempt.ts';
import type { Attempt, AttemptContext } from './attempt.ts';
import type { Extent } from './list-attempts.ts';
import { listAttempts } from './list-attempts.ts';
import { hasMutants } from './mutant-runtime.ts';
import type { Mutant } from './mutant.ts';
import type { MutantOutcome } from './score.ts';
import { assess } from './verdict-on.ts';

/** Shorter than in a run: mutants lose notices all the time, and each costs this. */
const WITNESS_PATIENCE_MS = 1200;

export interface CorpusRequest {
  readonly packageRoot: string;
  readonly scenarios: readonly Scenario[];
  readonly corpus: readonly Mutant[];
  readonly extent: Extent;
  /** Attempts at a time; null for one more than there are processors. */
  readonly jobs: number | null;
  /** Patterns of subjects, which only name runtimes: their default style is taken. Empty: the preferred of each runner. */
  readonly runtimes: readonly string[];
  /** Told of each outcome as it comes. */
  onOutcome(outcome: MutantOutcome, done: number, all: number): void;
}

export interface CorpusRun {
  readonly runtimes: readonly Runtime[];
  readonly outcomes: readonly MutantOutcome[];
  /** Interpreters that are missing: their language was not tried. */
  readonly missing: readonly Failure[];
  /** Scenarios that the corpus speaks of and that do not exist. */
  readonly unknown: readonly string[];
}

export async function runCorpus(request: CorpusRequest): Promise<CorpusRun> {
  const { packageRoot, scenarios, runtimes: wanted } = request;
  const found = await findAndAsk(packageRoot, wanted, PACKAGE_ALONE, {
    scenarioRoots: rootsOf(scenarios),
  });
  // A variant is the same runner under another environment: what it means is the same.
  const runtimes = found.runtimes.filter(
    ({ id, runner, variant }) =>
      hasMutants(runner) && (wanted.length === 0 ? variant === undefined : wanted.includes(id)),
  );
  const known = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const { attempts, unknown } = listAttempts(request.corpus, runtimes, request.extent, known);
  const runDirectory = await mkdtemp(join(tmpdir(), 'evenloop-mutants-'));
  const scratch = await makeScratch(process.env);
  const shared = {
    packageRoot,
    runDirectory,
    scratchDirectory: scratch.directory,
    stop: { soft: new AbortController().signal, hard: new AbortController().signal },
    known: loadKnownDivergences(packageRoot, scenarios),
    scenarios: new Map(scenarios.map((scenario) => [scenario.id, scenario])),
  };
  try {
    return { runtimes, missing: found.missing, unknown, outcomes: await inJobs(request, attempts, shared) };
  } finally {
    await scratch.remove();
    await rm(runDirectory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Each parallel job (`--jobs`) has a witness process of its own: a witness serves one invocation at a time. */
async function inJobs(
  request: CorpusRequest,
  attempts: readonly Attempt[],
  shared: Omit<AttemptContext, 'witness'>,
): Promise<MutantOutcome[]> {
  const outcomes: MutantOutcome[] = [];
  const left = attempts.entries();
  const job = async (): Promise<void> => {
    const witness = guardChildren(
      await startWitness({ epochNs: harnessEpochNs, patienceMs: WITNESS_PATIENCE_MS }),
    );
    try {
      for (const [index, next] of left) {
        const outcome = await tried(next, index, { ...shared, witness });
        outcomes.push(outcome);
        request.onOutcome(outcome, outcomes.length, attempts.length);
      }
    } finally {
      await witness.close();
    }
  };
  const jobs = request.jobs ?? availableParallelism() + 1;
  await Promise.all(Array.from({ length: Math.min(jobs, attempts.length) }, job));
  return outcomes;
}

async function tried(what: Attempt, index: number, context: AttemptContext): Promise<MutantOutcome> {
  const { mutant, trial, runtime, style, active, shows, seed } = what;
  const faulty = active && shows;
  const seen = await attempt(what, `${String(index).padStart(5, '0')}-${mutant.id}`, context);
  return {
    mutant: mutant.id,
    trial: mutant.trials.indexOf(trial),
    scenario: trial.scenario,
    rounds: trial.rounds,
    language: runtime.manifest.language,
    subject: `${runtime.id}/${style}`,
    seed,
    role: faulty ? (trial.caught === null ? 'control' : 'mutant') : 'no-op',
    probabilistic: trial.probabilistic ?? false,
    ...assess(faulty ? trial.caught : null, seen, trial.mixed ?? null),
  };
}
