// One invocation: a fresh runner process works on one cell, observed by the witness. Every ending is an outcome.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord, Outcome } from '../contract/invocation.ts';
import type { Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { harnessNow } from './clock.ts';
import { onCpu } from './block/affinity.ts';
import { converse } from './converse.ts';
import { releaseSidecars } from './held-sidecars.ts';
import type { HeldSidecars } from './held-sidecars.ts';
import { AS_IT_IS, linkPackage } from './layout.ts';
import type { Layout } from './layout.ts';
import { LIMITS } from './session/limits.ts';
import { folderOutcome, withEvidence } from './session/outcomes.ts';
import { withTrail } from './recall-round.ts';
import { Session } from './session/session.ts';
import { spawnRunner } from './session/spawn-runner.ts';
import { talkLines } from './session/wire-log.ts';
import { holdSidecars, settleSidecars } from './settle-sidecars.ts';
import { INTERRUPTED } from './stop.ts';
import { driveIn, recordOf, trailOf } from './trial.ts';
import type { InvokeContext, Progress, Trial } from './trial.ts';
import { askWitness } from './witness-call.ts';
import type { ArmedWitness } from './witness/port.ts';

export async function invoke(
  step: Step,
  runtime: Runtime,
  context: InvokeContext,
): Promise<InvocationRecord> {
  const startedAtMs = Date.now();
  const startedNs = harnessNow();
  const progress: Progress = {
    ready: null,
    clock: null,
    rounds: [],
    slices: null,
    conditions: { ...UNTOUCHED, ...drawnOf(context.layout ?? AS_IT_IS), cpu: context.cpu ?? null },
  };
  const outcome = context.stop.hard.aborted ? INTERRUPTED : await inFolders(step, runtime, context, progress);
  context.block?.start.leave(step.invocation);
  context.block?.end.leave(step.invocation);
  return {
    ...recordOf(step),
    drive: driveIn(context),
    outcome,
    ...progress,
    startedAtMs,
    wallMs: (harnessNow() - startedNs) / 1e6,
  };
}

const drawnOf = ({ heapBlockBytes, environmentBytes, hashSeed }: Layout) => ({
  heapBlockBytes,
  environmentBytes,
  hashSeed,
});

async function inFolders(
  step: Step,
  runtime: Runtime,
  context: InvokeContext,
  progress: Progress,
): Promise<Outcome> {
  let directory: string;
  let held: HeldSidecars;
  try {
    for (const folder of ['samples', 'traces'])
      await mkdir(join(context.runDirectory, folder), { recursive: true });
    directory = await mkdtemp(join(context.scratchDirectory, 'i'));
    held = holdSidecars({ step, context, directory });
  } catch (error) {
    return folderOutcome(error);
  }
  const layout = context.layout ?? AS_IT_IS;
  const packageRoot = await linkPackage(context.packageRoot, directory, layout);
  const linked = packageRoot !== context.packageRoot;
  if (linked) progress.conditions = { ...progress.conditions, pathLength: packageRoot.length };
  try {
    const trial = { step, runtime, context: { ...context, packageRoot }, progress, directory };
    const outcome = await underWitness(trial);
    return settle(held, trial, outcome);
  } finally {
    if (context.sidecars === undefined) releaseSidecars(held);
    else context.sidecars.keep(step.invocation, held);
    // What cannot be deleted now goes with the scratch folder of the run.
    if (linked) await rm(packageRoot, { force: true }).catch(() => {});
    await rm(trailOf(directory), { force: true }).catch(() => {});
    await rm(directory, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
  }
}

async function underWitness(trial: Trial): Promise<Outcome> {
  const { step, context, directory } = trial;
  const patience = { limitMs: (context.limits ?? LIMITS).witnessMs, hard: context.stop.hard };
  const { invocation, secret } = step;
  const request = { invocation, stimulus: step.block.stimulus, directory, secret };
  const armed = await askWitness('get ready', patience, () => context.witness.arm(request));
  if (!armed.ok) return armed.outcome;
  const outcome = await withRunner(trial, armed.value);
  const disarmed = await askWitness('end', patience, () => armed.value.disarm());
  return outcome.kind === 'ok' && !disarmed.ok ? disarmed.outcome : outcome;
}

async function withRunner(trial: Trial, witness: ArmedWitness): Promise<Outcome> {
  const { runtime, context } = trial;
  const { hard } = context.stop;
  context.stages?.enter('start');
  const spawned = await spawnRunner(runtime, context.packageRoot, {
    prefix: [...onCpu(context.cpu ?? null), ...(context.block?.prefix ?? [])],
    layout: context.layout ?? AS_IT_IS,
  });
  if (!spawned.ok) return { kind: 'setup-error', failure: spawned.failure };
  const runner = spawned.value;
  const wire = { process: runner.pid, invocation: trial.step.invocation };
  const session = new Session(runner, context.wires?.tap(wire));
  context.witness.guard(runner.pid);
  const release = onAbort(hard, () => session.abort(INTERRUPTED));
  let outcome: Outcome;
  try {
    await context.onSpawned?.({ pid: runner.pid, command: runner.command });
    outcome = await converse(trial, session, witness, runner);
  } finally {
    release();
    context.stages?.enter('end');
    await (hard.aborted ? runner.kill() : runner.stop());
    context.witness.release(runner.pid);
    context.stages?.enter('other');
  }
  context.wires?.keep(wire, session.wire);
  return withEvidence(outcome, [...talkLines(session.wire), ...runner.tails()]);
}

/** Now that the process is gone, nobody writes to its files any more. What it put in their place overrules how it ended otherwise. */
function settle(held: HeldSidecars, trial: Trial, outcome: Outcome): Outcome {
  const { progress } = trial;
  const broken = settleSidecars(held, trial, outcome);
  if (broken !== null) {
    const evidence = 'failure' in outcome ? outcome.failure.evidence : [];
    return outcome.kind === 'not-run' ? outcome : withEvidence(broken, evidence);
  }
  if (progress.unfinished !== undefined)
    progress.unfinished = withTrail(progress.unfinished, held.trail, held.events);
  return outcome;
}

function onAbort(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) listener();
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
