// One run from the choice to the written result: finds, probes, plans, carries out, puts together, publishes.
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Side } from '../../contract/invocation.ts';
import type { RunResult } from '../../contract/result.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { makePlan } from '../../plan/make-plan.ts';
import { harnessEpochNs, harnessNow } from '../../run/clock.ts';
import { observeMachine, readEnvironment } from '../../run/environment.ts';
import { makeScratch } from '../../run/scratch.ts';
import { startWitness } from '../../run/witness/host.ts';
import { openJournal } from '../../store/journal.ts';
import { createRunFolder } from '../../store/run-folder.ts';
import type { RunFolder } from '../../store/run-folder.ts';
import type { RunOptions } from '../options/run-options.ts';
import type { PackageFacts } from '../package-root.ts';
import { makeProgress } from '../ui/progress.ts';
import { openProgressSink } from '../ui/progress-sink.ts';
import type { Terminal } from '../ui/terminal.ts';
import { assemble } from './assemble.ts';
import type { Comparing } from './assemble.ts';
import { carryOut } from './carry-out.ts';
import { guardChildren } from './child-guard.ts';
import { choose } from './choose.ts';
import type { Choice, Wish } from './choose.ts';
import { commitOf } from './commit.ts';
import { findRuntimes } from './find-runtimes.ts';
import type { FoundRuntimes } from './find-runtimes.ts';
import { makeInspector } from './inspect.ts';
import { loadKnownDivergences } from './known-divergences.ts';
import { openLedger } from './ledger.ts';
import { probeRuntimes } from './probe-runtimes.ts';
import { publish } from './publish.ts';
import { runId } from './run-id.ts';
import type { Stop } from './stop.ts';

export interface MeasureRequest {
  readonly options: RunOptions;
  readonly comparing: Comparing;
  readonly breadth: Wish['breadth'];
  readonly scenarios: readonly Scenario[];
  readonly sides: readonly Side[];
  readonly packageRoot: (side: Side) => string;
  readonly own: PackageFacts;
  /** As it can be typed again, for a seed that was drawn or given. */
  readonly command: (seed: number) => string;
  readonly stop: Stop;
  readonly terminal: Terminal;
  /** Told what is going to be used, before anything starts. */
  readonly announce: (choice: Choice, found: FoundRuntimes, seed: number) => void;
}

export interface Measured {
  readonly result: RunResult;
  readonly folder: RunFolder;
}

export async function measureRun(request: MeasureRequest): Promise<Measured> {
  const { options, own, stop } = request;
  const wish: Wish = { ...options, breadth: request.breadth };
  const patterns = [...options.subjects, ...(options.reference === null ? [] : [options.reference])];
  const found = await findRuntimes(own.root, patterns);
  const choice = choose(wish, request.scenarios, found);
  const seed = options.seed ?? random32();
  const startedAtMs = Date.now();
  const id = runId(startedAtMs, random32());
  const folder = openFolder(id, options.out);
  request.announce(choice, found, seed);

  const probed = await probeRuntimes(choice.runtimes, request.sides, request.packageRoot);
  const runtimes = probed.usable;
  const usable = choose(wish, request.scenarios, { runtimes, missing: [...found.missing, ...probed.refused] });
  const plan = makePlan({ ...options, wanted: usable.wanted, runtimes, seed, sides: request.sides, random32 });
  const known = loadKnownDivergences(own.root, usable.wanted.map(({ scenario }) => scenario));
  const ledger = openLedger(plan);
  // An interpreter that is missing is a reason only where nobody said which ones to take.
  const failures: Failure[] = [...probed.refused, ...(options.subjects.length === 0 ? found.missing : [])];
  const before = observeMachine();
  const startedNs = harnessNow();
  const scratch = await makeScratch(process.env);
  try {
    await underGuard({ request, plan, runtimes, folder, ledger, scratchDirectory: scratch.directory });
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    // The disk, not a cell: what was finished is still worth writing down.
    failures.push(error.failure);
  } finally {
    await scratch.remove();
  }

  const wallMs = (harnessNow() - startedNs) / 1e6;
  const result = assemble({
    facts: {
      id,
      version: own.version,
      command: request.command(seed),
      commit: await commitOf(own.root),
      reference: usable.reference,
      startedAtMs,
      finishedAtMs: Date.now(),
      wallMs,
    },
    environment: readEnvironment(scratch.directory, before, observeMachine()),
    plan,
    ledger,
    runtimes,
    known,
    comparing: request.comparing,
    stopped: stop.cause(),
    failures,
  });
  await publish(result, folder, { root: own.root, outRoot: OUT_ROOT });
  return { result, folder };
}
