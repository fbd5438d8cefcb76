// One run from the choice to the written result. Finished work is written down even if the run fails later.
import { join } from 'node:path';
import { FailureError } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { ObserverCost } from '../contract/numbers.ts';
import type { Change, RunResult } from '../contract/result.ts';
import type { Plan } from '../contract/plan.ts';
import { makePlan } from '../plan/make-plan.ts';
import { harnessEpochNs, harnessNow } from '../run/clock.ts';
import { conditionsOn, NO_CONDITIONS, probeConditions } from '../run/block/bench-conditions.ts';
import type { BenchConditions } from '../run/block/bench-conditions.ts';
import type { Injection } from '../run/block/block-types.ts';
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
import type { Comparing, RunFacts } from './assemble/assemble.ts';
import { outlookOf } from './assemble/outlook.ts';
import type { TimeBudget } from './conduct/budget-queue.ts';
import { whereTimeWent } from './assemble/where-time-went.ts';
import { carryOut } from './conduct/carry-out.ts';
import { changesOf, planAgain } from './conduct/confirmation.ts';
import { guardChildren } from './child-guard.ts';
import { commitOf } from './commit.ts';
import { makeInspector } from './conduct/inspect.ts';
import type { BundleOrigin } from './divergence/keep-bundle.ts';
import { openLedger } from './conduct/ledger.ts';
import type { Ledger } from './conduct/ledger.ts';
import { openQueue } from './conduct/open-queue.ts';
import { prepareRun } from './prepare/prepare-run.ts';
import type { PrepareRequest, PreparedRun } from './prepare/prepare-run.ts';
import { observeCost } from './conduct/observe-cost.ts';
import { publish } from '../publish/publish.ts';
import { withSmallest } from './divergence/smallest.ts';
import type { SmallestRequest } from './divergence/smallest.ts';
import type { RunStop } from './stop.ts';
import { openWires } from './wires.ts';
import type { KeptWires } from './wires.ts';

export interface MeasureRequest extends PrepareRequest {
  readonly comparing: Comparing;
  readonly version: string;
  /** The command that repeats the run with this seed. */
  readonly command: (seed: number) => string;
  readonly stop: RunStop;
  /** A slowdown that an experiment puts into slices; absent: none. */
  readonly inject?: Injection;
}

export interface Measured {
  readonly result: RunResult;
  readonly folder: RunFolder;
  /** What could not be written, or looked for. */
  readonly troubles: readonly Failure[];
}

export async function measureRun(request: MeasureRequest): Promise<Measured> {
  const beganMs = performance.now();
  const stages = openStages(harnessNow);
  const prepared = await prepareRun(request, stages);
  const { id, folder, runtimes, known, plan: planned } = prepared;
  const run = { id, seed: planned.seed, profile: planned.profile };
  const origin: BundleOrigin = { version: request.version, run };
  const ledger = openLedger(prepared.plan);
  const scratch = await makeScratch(process.env);
  stages.enter('probe');
  const machine = prepared.plan.blocks.some(({ sampling }) => sampling !== 'plain')
    ? await probeConditions()
    : NO_CONDITIONS;
  const before = observeMachine();
  stages.enter('between');
  const startedNs = harnessNow();
  const { checking, options } = request;
  const load = checking?.stress === true && prepared.plan.steps.length > 0 ? await startLoad() : null;
  const cpus = cpusOf(request, machine);
  const budget = budgetOf(options.timeMs, beganMs);
  const wires = request.wires ?? openWires(null);
  const places = { scratchDirectory: scratch.directory, origin, machine, cpus, budget, stages, wires };
  const { broken, observer, steered, again } = await conductAll(
    request,
    prepared,
    ledger,
    places,
    async () => {
      await load?.end();
      await scratch.remove();
    },
  );
  stages.enter('assemble');
  const plan = carriedOut(prepared.plan, ledger);
  const mutation = readMutationScore(request.packageRoot('head'), request.version);
  const assembled = assemble({
    facts: await factsOf(request, prepared, startedNs),
    environment: readEnvironment(scratch.directory, before, observeMachine()),
    plan,
    ledger,
    runtimes,
    known,
    comparing: request.comparing,
    checking,
    cpus: Math.max(1, cpus.length),
    budgetMs: options.timeMs,
    steered,
    conditions: conditionsOn(machine, cpus),
    load: load?.pids.length ?? null,
    unchecked: checking === null ? null : prepared.unchecked,
    absent: prepared.absent,
    stopped: request.stop.cause(),
    failures: [...prepared.failures, ...broken],
    observer,
    ...(again === null ? {} : { again }),
  });
  const found: RunResult = mutation === null ? assembled : { ...assembled, mutation };
  const sources = { plan, ledger, runtimes, known, checking, runDirectory: folder.path, wires };
  return { folder, ...(await finish(found, folder, request, { ...sources, origin }, stages)) };
}

/** The smallest counterexamples where they were asked for, then everything that is written. */
async function finish(
  found: RunResult,
  folder: RunFolder,
  request: MeasureRequest,
  sources: Omit<SmallestRequest, 'packageRoot' | 'stop' | 'say'>,
  stages: RunStages,
): Promise<Omit<Measured, 'folder'>> {
  const { outRoot, stop, listener } = request;
  const packageRoot = request.packageRoot('head');
  const smallest = { ...sources, packageRoot, stop, say: (text: string) => listener.say(text) };
  const { result: shrunk, troubles: unshrunk } = request.options.shrink
    ? await withSmallest(found, smallest)
    : { result: found, troubles: [] };
  stages.enter('publish');
  const timed = (): RunResult => ({ ...shrunk, whereTimeWent: whereTimeWent(stages.read()) });
  const { result, troubles: unwritten } = await publish(timed, folder, { packageRoot, outRoot });
  return { result, troubles: [...unshrunk, ...unwritten] };
}

/**
 * Subjects are compared on several CPUs at once, because pairs suffer less from it than they become more (decision 0021). Two builds are not,
 * as the gate was calibrated on blocks that had the machine to themselves; what asks what happens, and not how fast, finds the machine as it is.
 */
function cpusOf({ comparing, options }: MeasureRequest, { benchCpus }: BenchConditions): readonly number[] {
  return comparing === 'subjects' ? benchCpus.slice(0, options.cpus ?? undefined) : [];
}

/** For the results and the page, after the last block. */
const FINISHING_MS = 2500;

const budgetOf = (timeMs: number | null, beganMs: number): TimeBudget | null =>
  timeMs === null ? null : { endMs: beganMs + timeMs - FINISHING_MS, now: () => performance.now() };

/** A plan of a budget has more repetitions than were carried out: tables have a place for each of those alone. */
function carriedOut(plan: Plan, { cells }: Ledger): Plan {
  const most = cells.flatMap(({ inspected }) => inspected.map(({ record }) => record.repetition + 1));
  return { ...plan, repetitions: Math.max(1, ...most) };
}

async function factsOf(request: MeasureRequest, prepared: PreparedRun, startedNs: number): Promise<RunFacts> {
  const { id, reference, startedAtMs, plan } = prepared;
  return {
    id,
    version: request.version,
    command: request.command(plan.seed),
    commit: await commitOf(request.packageRoot('head')),
    reference,
    startedAtMs,
    finishedAtMs: Date.now(),
    wallMs: (harnessNow() - startedNs) / 1e6,
  };
}

interface Places {
  readonly scratchDirectory: string;
  readonly origin: BundleOrigin;
  readonly machine: BenchConditions;
  /** On which blocks run at once; none: one after the other. */
  readonly cpus: readonly number[];
  readonly budget: TimeBudget | null;
  readonly stages: RunStages;
  readonly wires: KeptWires;
}

interface Conducted {
  readonly broken: readonly Failure[];
  readonly observer: readonly ObserverCost[];
  readonly steered: boolean;
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
    const { observer, steered } = await conduct(request, prepared, ledger, places);
    const sides = request.comparing === 'sides';
    const again = sides ? await measureAgain(request, prepared, ledger, places) : null;
    return { broken: [], observer, steered, again };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { broken: [error.failure], observer: [], steered: true, again: null };
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
    { ...places, budget: null },
  );
  return request.stop.cause() === null ? changesOf({ ...sources, plan: second, ledger: own }) : null;
}

/** The invocations, one after the other or block by block, under a witness that outlives none of them. */
async function conduct(
  request: MeasureRequest,
  { plan, folder, runtimes, known, reference }: PreparedRun,
  ledger: Ledger,
  { scratchDirectory, origin, machine, cpus, budget, stages, wires }: Places,
): Promise<Pick<Conducted, 'observer' | 'steered'>> {
  if (plan.steps.length === 0) return { observer: [], steered: false };
  const { stop, packageRoot, options, comparing, checking, inject } = request;
  const left = budget === null ? null : budget.endMs - budget.now();
  const progress = await request.listener.watch(plan, { cpus: Math.max(1, cpus.length), budgetMs: left });
  const sources = { plan, ledger, runtimes, known, checking };
  const outlook = () => outlookOf(sources, reference);
  const opened = openQueue({ plan, ledger, cpus: cpus.length, budget, outlook });
  const witness = guardChildren(await startWitness({ epochNs: harnessEpochNs }));
  const journal = openJournal(folder.journal);
  try {
    const context = {
      runDirectory: folder.path,
      scratchDirectory,
      witness,
      stop,
      packageRoot,
      blocks: { machine, onWindow: ledger.windows.slices, ...(inject === undefined ? {} : { inject }) },
      runStages: stages,
      wires,
      traceLast: checking !== null,
      withoutTrail: checking === null,
      stall: checking?.stress === true,
    };
    await carryOut({
      plan,
      cpus,
      queue: opened.queue,
      runtimes,
      context,
      journal,
      inspect: makeInspector({
        runDirectory: folder.path,
        runtimes,
        measure: comparing !== 'nothing',
        keepTraces: options.keepTraces,
        origin,
        words: request.project.words,
        wires,
        sameAgain: checking !== null,
      }),
      ledger,
      progress,
    });
    stages.enter('observe');
    const observer = options.observer ? await observeCost({ plan, runtimes, context }) : [];
    return { observer, steered: opened.steered() };
  } finally {
    stages.enter('between');
    opened.close();
    journal.close();
    await witness.close();
  }
}
