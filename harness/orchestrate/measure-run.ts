// One run from the choice to the written result. Finished work is written down even if the run fails later.
import { join } from 'node:path';
import { FailureError } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { ObserverCost } from '../contract/numbers.ts';
import type { Change, RunResult } from '../contract/result.ts';
import { makePlan } from '../plan/make-plan.ts';
import { harnessEpochNs, harnessNow } from '../run/clock.ts';
import { NO_CONDITIONS, probeConditions } from '../run/block/bench-conditions.ts';
import type { BenchConditions } from '../run/block/bench-conditions.ts';
import { observeMachine, readEnvironment } from '../run/environment/read-environment.ts';
import { makeScratch } from '../run/scratch.ts';
import { openStages } from '../run/stages.ts';
import type { RunStages } from '../run/stages.ts';
import { startLoad } from '../run/stress-load.ts';
import { startWitness } from '../run/witness/host.ts';
import { openJournal } from '../store/journal.ts';
import { readMutationScore } from '../store/mutation-score.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { assemble } from './assemble/assemble.ts';
import type { Comparing } from './assemble/assemble.ts';
import { whereTimeWent } from './assemble/where-time-went.ts';
import { carryOut } from './conduct/carry-out.ts';
import { changesOf, planAgain } from './conduct/confirmation.ts';
import { guardChildren } from './child-guard.ts';
import { commitOf } from './commit.ts';
import { makeInspector } from './conduct/inspect.ts';
import type { BundleOrigin } from './divergence/keep-bundle.ts';
import { openLedger } from './conduct/ledger.ts';
import type { Ledger } from './conduct/ledger.ts';
import { prepareRun } from './prepare/prepare-run.ts';
import type { PrepareRequest, PreparedRun } from './prepare/prepare-run.ts';
import { observeCost } from './conduct/observe-cost.ts';
import { publish } from '../publish/publish.ts';
import { withSmallest } from './divergence/smallest.ts';
import type { RunStop } from './stop.ts';

export interface MeasureRequest extends PrepareRequest {
  readonly comparing: Comparing;
  readonly version: string;
  /** The command that repeats the run with this seed. */
  readonly command: (seed: number) => string;
  readonly stop: RunStop;
}

export interface Measured {
  readonly result: RunResult;
  readonly folder: RunFolder;
  /** What could not be written, or looked for. */
  readonly troubles: readonly Failure[];
}

export async function measureRun(request: MeasureRequest): Promise<Measured> {
  const stages = openStages(harnessNow);
  const prepared = await prepareRun(request, stages);
  const { plan, folder, runtimes, known } = prepared;
  const origin = originOf(request.version, prepared);
  const ledger = openLedger(plan);
  const scratch = await makeScratch(process.env);
  stages.enter('probe');
  const machine = plan.blocks.some(({ sampling }) => sampling !== 'plain')
    ? await probeConditions()
    : NO_CONDITIONS;
  const before = observeMachine();
  stages.enter('between');
  const startedNs = harnessNow();
  const { checking } = request;
  const load = checking?.stress === true && plan.steps.length > 0 ? await startLoad() : null;
  const places = { scratchDirectory: scratch.directory, origin, machine, stages };
  const { broken, observer, again } = await conductAll(request, prepared, ledger, places, async () => {
    await load?.end();
    await scratch.remove();
  });
  stages.enter('assemble');
  const mutation = readMutationScore(request.packageRoot('head'), request.version);
  const assembled = assemble({
    facts: {
      id: prepared.id,
      version: request.version,
      command: request.command(plan.seed),
      commit: await commitOf(request.packageRoot('head')),
      reference: prepared.reference,
      startedAtMs: prepared.startedAtMs,
      finishedAtMs: Date.now(),
      wallMs: (harnessNow() - startedNs) / 1e6,
    },
    environment: readEnvironment(scratch.directory, before, observeMachine()),
    plan,
    ledger,
    runtimes,
    known,
    comparing: request.comparing,
    checking,
    conditions: machine.conditions,
    load: load?.pids.length ?? null,
    unchecked: checking === null ? null : prepared.unchecked,
    stopped: request.stop.cause(),
    failures: [...prepared.failures, ...broken],
    observer,
    ...(again === null ? {} : { again }),
  });
  const found: RunResult = mutation === null ? assembled : { ...assembled, mutation };
  const shrunk = await shrinkWanted(found, request, prepared, { ledger, origin });
  stages.enter('publish');
  const timed = (): RunResult => ({ ...shrunk.result, whereTimeWent: whereTimeWent(stages.read()) });
  const packageRoot = request.packageRoot('head');
  const { result, troubles } = await publish(timed, folder, { packageRoot, outRoot: request.outRoot });
  return { result, folder, troubles: [...shrunk.troubles, ...troubles] };
}

/** With the smallest counterexamples of what diverged, where they are asked for. */
async function shrinkWanted(
  found: RunResult,
  { options, packageRoot, checking, stop, listener }: MeasureRequest,
  { plan, runtimes, known, folder }: PreparedRun,
  { ledger, origin }: { readonly ledger: Ledger; readonly origin: BundleOrigin },
): ReturnType<typeof withSmallest> {
  if (!options.shrink) return { result: found, troubles: [] };
  const sources = { plan, ledger, runtimes, known, checking, runDirectory: folder.path };
  const say = (text: string): void => listener.say(text);
  return withSmallest(found, { ...sources, origin, packageRoot: packageRoot('head'), stop, say });
}

function originOf(version: string, { id, plan }: PreparedRun): BundleOrigin {
  return { version, run: { id, seed: plan.seed, profile: plan.profile } };
}

interface Places {
  readonly scratchDirectory: string;
  readonly origin: BundleOrigin;
  readonly machine: BenchConditions;
  readonly stages: RunStages;
}

interface Conducted {
  readonly broken: readonly Failure[];
  readonly observer: readonly ObserverCost[];
  readonly again: readonly Change[] | null;
}

/** Not a runner's doing, or it would be an outcome: the disk, a witness. What was finished is worth keeping all the same. */
async function conductAll(
  request: MeasureRequest,
  prepared: PreparedRun,
  ledger: Ledger,
  places: Places,
  tidy: () => Promise<void>,
): Promise<Conducted> {
  try {
    const observer = await conduct(request, prepared, ledger, places);
    const sides = request.comparing === 'sides';
    const again = sides ? await measureAgain(request, prepared, ledger, places) : null;
    return { broken: [], observer, again };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { broken: [error.failure], observer: [], again: null };
  } finally {
    await tidy();
  }
}

/** What looked like a regression, a second time; null where nothing did, or the run was stopped. */
async function measureAgain(
  request: MeasureRequest,
  prepared: PreparedRun,
  ledger: Ledger,
  places: Places,
): Promise<readonly Change[] | null> {
  const { plan, planning, runtimes, known, folder } = prepared;
  const sources = { runtimes, known, checking: null };
  const wanted = planAgain(changesOf({ ...sources, plan, ledger }), planning);
  if (wanted === null || request.stop.cause() !== null) return null;
  const path = join(folder.path, 'again');
  const second = makePlan(wanted);
  const own = openLedger(second);
  const subfolder = { ...folder, path, journal: `${folder.journal}.again` };
  await conduct(
    { ...request, options: { ...request.options, observer: false } },
    { ...prepared, plan: second, folder: subfolder },
    own,
    places,
  );
  return request.stop.cause() === null ? changesOf({ ...sources, plan: second, ledger: own }) : null;
}

/** The invocations, one after the other or block by block, under a witness that outlives none of them. */
async function conduct(
  request: MeasureRequest,
  { plan, folder, runtimes }: PreparedRun,
  ledger: Ledger,
  { scratchDirectory, origin, machine, stages }: Places,
): Promise<readonly ObserverCost[]> {
  if (plan.steps.length === 0) return [];
  const { stop, packageRoot, options, comparing, checking } = request;
  const progress = await request.listener.watch(plan);
  const witness = guardChildren(await startWitness({ epochNs: harnessEpochNs }));
  const journal = openJournal(folder.journal);
  try {
    const context = {
      runDirectory: folder.path,
      scratchDirectory,
      witness,
      stop,
      packageRoot,
      blocks: { machine, onWindow: ledger.windows.slices },
      runStages: stages,
      traceLast: checking !== null,
      withoutTrail: checking === null,
      stall: checking?.stress === true,
    };
    await carryOut({
      plan,
      runtimes,
      context,
      journal,
      inspect: makeInspector({
        runDirectory: folder.path,
        runtimes,
        measure: comparing !== 'nothing',
        keepTraces: options.keepTraces,
        origin,
        sameAgain: checking !== null,
      }),
      ledger,
      progress,
    });
    stages.enter('observe');
    return options.observer ? await observeCost({ plan, runtimes, context }) : [];
  } finally {
    stages.enter('between');
    journal.close();
    await witness.close();
  }
}
