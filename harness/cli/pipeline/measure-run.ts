// One run from the choice to the written result. Whatever happens on the way, what was finished is written down.
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import { harnessEpochNs, harnessNow } from '../../run/clock.ts';
import { observeMachine, readEnvironment } from '../../run/environment.ts';
import { makeScratch } from '../../run/scratch.ts';
import { startWitness } from '../../run/witness/host.ts';
import { openJournal } from '../../store/journal.ts';
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
import { openLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { prepareRun } from './prepare-run.ts';
import type { PrepareRequest, PreparedRun } from './prepare-run.ts';
import { publish } from './publish.ts';
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
  /** What could not be written. */
  readonly troubles: readonly Failure[];
}

export async function measureRun(request: MeasureRequest): Promise<Measured> {
  const prepared = await prepareRun(request);
  const { plan, folder, runtimes, known } = prepared;
  const ledger = openLedger(plan);
  const scratch = await makeScratch(process.env);
  const before = observeMachine();
  const startedNs = harnessNow();
  let broken: readonly Failure[] = [];
  try {
    await conduct(request, prepared, ledger, scratch.directory);
  } catch (error) {
    // Not a runner's doing, or it would be an outcome: the disk, a witness. What was finished is worth keeping all the same.
    if (!(error instanceof FailureError)) throw error;
    broken = [error.failure];
  } finally {
    await scratch.remove();
  }
  const result = assemble({
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
    stopped: request.stop.cause(),
    failures: [...prepared.failures, ...broken],
  });
  const { outRoot } = request;
  const troubles = await publish(result, folder, { packageRoot: request.packageRoot('head'), outRoot });
  return { result, folder, troubles };
}

/** The invocations, one after the other, under a witness that outlives none of them. */
async function conduct(
  request: MeasureRequest,
  { plan, folder, runtimes }: PreparedRun,
  ledger: Ledger,
  scratchDirectory: string,
): Promise<void> {
  if (plan.steps.length === 0) return;
  const { stop, packageRoot, options, comparing } = request;
  const progress = makeProgress(plan, await openProgressSink(request.terminal), () => harnessNow() / 1e6);
  const witness = guardChildren(await startWitness({ epochNs: harnessEpochNs }));
  const journal = openJournal(folder.journal);
  try {
    await carryOut({
      plan,
      runtimes,
      context: { runDirectory: folder.path, scratchDirectory, witness, stop, packageRoot },
      journal,
      inspect: makeInspector({
        runDirectory: folder.path,
        runtimes,
        measure: comparing !== 'nothing',
        keepTraces: options.keepTraces,
      }),
      ledger,
      progress,
    });
  } finally {
    journal.close();
    await witness.close();
  }
}
