// One run from the choice to the written result. Whatever happens on the way, what was finished is written down.
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import { harnessEpochNs, harnessNow } from '../../run/clock.ts';
import { observeMachine, readEnvironment } from '../../run/environment.ts';
import { makeScratch } from '../../run/scratch.ts';
import { startLoad } from '../../run/stress-load.ts';
import { startWitness } from '../../run/witness/host.ts';
import { openJournal } from '../../store/journal.ts';
import { readMutationScore } from '../../store/mutation-score.ts';
import type { RunFolder } from '../../store/run-folder.ts';
import { makeProgress } from '../ui/progress.ts';
import { openProgressSink } from '../ui/progress-sink.ts';
import type { Terminal } from '../ui/terminal.ts';
import { assemble } from './assemble.ts';
import type { Comparing } from './assemble.ts';
import { carryOut } from './carry-out.ts';
import { guardChildren } from './child-guard.ts';
import { commitOf } from './commit.ts';
import { makeInspector } from './inspect.ts';
import type { BundleOrigin } from './keep-bundle.ts';
import { openLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { prepareRun } from './prepare-run.ts';
import type { PrepareRequest, PreparedRun } from './prepare-run.ts';
import { publish } from './publish.ts';
import { withSmallest } from './smallest.ts';
import type { Stop } from './stop.ts';

export interface MeasureRequest extends PrepareRequest {
  readonly comparing: Comparing;
  readonly version: string;
  /** The command that repeats the run with this seed. */
  readonly command: (seed: number) => string;
  readonly stop: Stop;
  readonly terminal: Terminal;
}

export interface Measured {
  readonly result: RunResult;
  readonly folder: RunFolder;
  /** What could not be written, or looked for. */
  readonly troubles: readonly Failure[];
}

export async function measureRun(request: MeasureRequest): Promise<Measured> {
  const prepared = await prepareRun(request);
  const { plan, folder, runtimes, known } = prepared;
  const origin = originOf(request.version, prepared);
  const ledger = openLedger(plan);
  const scratch = await makeScratch(process.env);
  const before = observeMachine();
  const startedNs = harnessNow();
  let broken: readonly Failure[] = [];
  const { checking } = request;
  const load = checking?.stress === true && plan.steps.length > 0 ? await startLoad() : null;
  try {
    await conduct(request, prepared, ledger, scratch.directory, origin);
  } catch (error) {
    // Not a runner's doing, or it would be an outcome: the disk, a witness. What was finished is worth keeping all the same.
    if (!(error instanceof FailureError)) throw error;
    broken = [error.failure];
  } finally {
    await load?.end();
    await scratch.remove();
  }
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
    load: load?.pids.length ?? null,
    stopped: request.stop.cause(),
    failures: [...prepared.failures, ...broken],
  });
  const found: RunResult = mutation === null ? assembled : { ...assembled, mutation };
  const { outRoot, stop } = request;
  const packageRoot = request.packageRoot('head');
  const say = (text: string): void => request.terminal.err(request.terminal.paintErr('dim', text));
  const places = { runDirectory: folder.path, origin, packageRoot, stop, say };
  const sources = { plan, ledger, runtimes, known, checking, ...places };
  const { result, troubles: unfound } = request.options.shrink
    ? await withSmallest(found, sources)
    : { result: found, troubles: [] };
  const unwritten = await publish(result, folder, { packageRoot, outRoot });
  return { result, folder, troubles: [...unfound, ...unwritten] };
}

function originOf(version: string, { id, plan }: PreparedRun): BundleOrigin {
  return { version, run: { id, seed: plan.seed, profile: plan.profile } };
}

/** The invocations, one after the other, under a witness that outlives none of them. */
async function conduct(
  request: MeasureRequest,
  { plan, folder, runtimes }: PreparedRun,
  ledger: Ledger,
  scratchDirectory: string,
  origin: BundleOrigin,
): Promise<void> {
  if (plan.steps.length === 0) return;
  const { stop, packageRoot, options, comparing, checking } = request;
  const progress = makeProgress(plan, await openProgressSink(request.terminal), () => harnessNow() / 1e6);
  const witness = guardChildren(await startWitness({ epochNs: harnessEpochNs }));
  const journal = openJournal(folder.journal);
  try {
    await carryOut({
      plan,
      runtimes,
      context: {
        runDirectory: folder.path,
        scratchDirectory,
        witness,
        stop,
        packageRoot,
        traceLast: checking !== null,
        stall: checking?.stress === true,
      },
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
  } finally {
    journal.close();
    await witness.close();
  }
}
