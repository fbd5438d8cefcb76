// One run from the choice to the written result. Finished work is written down even if the run fails later.
import type { Failure } from '../contract/failure.ts';
import type { Environment, RunResult } from '../contract/result.ts';
import type { Plan } from '../contract/plan.ts';
import { harnessNow } from '../run/clock.ts';
import { conditionsOn, NO_CONDITIONS, probeConditions } from '../run/block/bench-conditions.ts';
import type { BenchConditions } from '../run/block/bench-conditions.ts';
import { watchDisturbances } from '../run/disturbance/watch-disturbances.ts';
import { textFiles } from '../run/environment/read-text.ts';
import { observeMachine, readEnvironment } from '../run/environment/read-environment.ts';
import { makeScratch, SHARED_MEMORY } from '../run/scratch.ts';
import type { Scratch } from '../run/scratch.ts';
import { openStages } from '../run/stages.ts';
import type { RunStages } from '../run/stages.ts';
import { startLoad } from '../run/stress-load.ts';
import { readMutationScore } from '../store/mutation-score.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { assemble } from './assemble/assemble.ts';
import type { AssembleInput, RunFacts } from './assemble/assemble.ts';
import { trusting } from './assemble/disturbed.ts';
import type { TimeBudget } from './conduct/budget-queue.ts';
import { conductAll } from './conduct/conduct-run.ts';
import type { Conducted, RunPlaces } from './conduct/conduct-run.ts';
import { whereTimeWent } from './assemble/where-time-went.ts';
import { commitOf } from './commit.ts';
import { handOver } from './fleet/hand-over.ts';
import { openLedger } from './conduct/ledger.ts';
import type { Ledger } from './conduct/ledger.ts';
import type { MeasureRequest } from './measure-request.ts';
import { prepareRun } from './prepare/prepare-run.ts';
import type { PreparedRun } from './prepare/prepare-run.ts';
import { publish } from '../publish/publish.ts';
import { runLine } from './recover/begin-journal.ts';
import { withChanceOf } from './recover/same-plan.ts';
import { withSmallest } from './divergence/smallest.ts';
import type { SmallestRequest } from './divergence/smallest.ts';
import { openWires } from './wires.ts';

export interface Measured {
  readonly result: RunResult;
  readonly folder: RunFolder;
  /** What could not be written, or looked for. */
  readonly troubles: readonly Failure[];
  /** What could not be done and changes nothing about the run. */
  readonly warnings: readonly Failure[];
}

export async function measureRun(request: MeasureRequest): Promise<Measured> {
  const beganMs = performance.now();
  const stages = openStages(harnessNow);
  const { resumed } = request;
  const earlier = resumed?.journal.invocations.map(({ record }) => record) ?? [];
  const drawn = await prepareRun(request, stages);
  const prepared = { ...drawn, plan: withChanceOf(drawn.plan, earlier) };
  const ledger = openLedger(prepared.plan);
  const scratch = await makeScratch(process.env);
  stages.enter('probe');
  const machine = prepared.plan.blocks.some(({ sampling }) => sampling !== 'plain')
    ? await probeConditions()
    : NO_CONDITIONS;
  const before = observeMachine();
  stages.enter('between');
  const startedNs = harnessNow();
  const cpus = cpusOf(request, machine);
  const usedBeforeMs = resumed?.journal.usedMs ?? 0;
  const commit = await commitOf(request.packageRoot('head'));
  const environment = readEnvironment(scratch.directory, before, before);
  const begun = runLine(request, prepared, { environment, machine, cpus, commit });
  const watch = watchDisturbances({
    environment: process.env,
    sharedMemory: SHARED_MEMORY,
    files: textFiles,
  });
  const conducted = await inPlaces(request, prepared, scratch, {
    ledger,
    watch,
    begun,
    machine,
    cpus,
    budget: budgetOf(request.options.timeMs, beganMs - usedBeforeMs),
    usedMs: () => usedBeforeMs + performance.now() - beganMs,
    stages,
  });
  stages.enter('assemble');
  const wallMs = usedBeforeMs + (harnessNow() - startedNs) / 1e6;
  const after = readEnvironment(scratch.directory, before, observeMachine());
  const spans = [...(resumed?.journal.disturbances ?? []), ...watch.seen()];
  const disturbances = { spans, unseen: watch.unseen };
  const sources = { machine, cpus, ledger, conducted, environment: after, disturbances };
  const input = inputOf(request, prepared, factsOf(request, prepared, { commit, wallMs }), sources);
  const found = resultOf(input, request);
  const { folder, runtimes, known } = prepared;
  const plan = carriedOut(prepared.plan, ledger);
  const { origin, wires } = conducted;
  const shrinking = { plan, ledger, runtimes, known, checking: request.checking, runDirectory: folder.path };
  const finished = await finish(found, folder, request, { ...shrinking, wires, origin }, stages);
  const unwritten = handOver(prepared, input, finished.result);
  return { folder, ...finished, troubles: [...finished.troubles, ...unwritten] };
}

/** With a scratch folder and, where it was asked for, a busy neighbour, which both go in any case. */
async function inPlaces(
  request: MeasureRequest,
  prepared: PreparedRun,
  scratch: Scratch,
  places: Omit<RunPlaces, 'scratchDirectory' | 'origin' | 'wires'>,
): Promise<Conducted & Pick<RunPlaces, 'origin' | 'wires'> & { readonly load: number | null }> {
  const { id, plan } = prepared;
  const origin = { version: request.version, run: { id, seed: plan.seed, profile: plan.profile } };
  const wires = request.wires ?? openWires(null);
  const loaded = request.checking?.stress === true && plan.steps.length > 0;
  const load = loaded ? await startLoad() : null;
  try {
    const all = { ...places, scratchDirectory: scratch.directory, origin, wires };
    const conducted = await conductAll(request, prepared, all);
    return { ...conducted, origin, wires, load: load?.pids.length ?? null };
  } finally {
    places.watch.end();
    await load?.end();
    await scratch.remove();
  }
}

interface ResultSources {
  readonly machine: BenchConditions;
  readonly cpus: readonly number[];
  readonly ledger: Ledger;
  readonly conducted: Conducted & { readonly load: number | null };
  readonly environment: Environment;
  readonly disturbances: AssembleInput['disturbances'];
}

function inputOf(
  request: MeasureRequest,
  prepared: PreparedRun,
  facts: RunFacts,
  { machine, cpus, ledger, conducted, environment, disturbances }: ResultSources,
): AssembleInput {
  const { checking, options, comparing, stop } = request;
  const { runtimes, known, absent, shard } = prepared;
  const { broken, observer, steered, again, load, resumedAtMs } = conducted;
  return {
    facts,
    environment,
    disturbances,
    trusting: trusting(options),
    plan: carriedOut(prepared.plan, ledger),
    ledger,
    runtimes,
    known,
    comparing,
    checking,
    cpus: Math.max(1, cpus.length),
    budgetMs: options.timeMs,
    steered,
    conditions: conditionsOn(machine, cpus),
    load,
    unchecked: checking === null ? null : prepared.unchecked,
    absent,
    stopped: stop.cause(),
    failures: [...prepared.failures, ...broken],
    observer,
    resumedAtMs,
    ...(shard === null ? {} : { shard: shard.view }),
    ...(again === null ? {} : { again }),
  };
}

function resultOf(input: AssembleInput, { packageRoot, version }: MeasureRequest): RunResult {
  const mutation = readMutationScore(packageRoot('head'), version);
  const assembled = assemble(input);
  return mutation === null ? assembled : { ...assembled, mutation };
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
  const { result, troubles: unwritten, warnings } = await publish(timed, folder, { packageRoot, outRoot });
  return { result, troubles: [...unshrunk, ...unwritten], warnings };
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

function factsOf(
  request: MeasureRequest,
  { id, reference, startedAtMs, plan }: PreparedRun,
  { commit, wallMs }: Pick<RunFacts, 'commit' | 'wallMs'>,
): RunFacts {
  const { version } = request;
  const command = request.command(plan.seed);
  return { id, version, command, commit, reference, startedAtMs, finishedAtMs: Date.now(), wallMs };
}
