// Runs the runner of a bundle again, with the same parameters, seed, nonce and secret; with `--wait` a debugger can attach first.
import { FailureError, failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { ProjectParts } from '../contract/project.ts';
import type { InvocationRecord, Outcome } from '../contract/invocation.ts';
import type { RunnerManifest, Runtime } from '../contract/runner-manifest.ts';
import type { Judgement } from '../contract/verdict.ts';
import { LIMITS } from '../run/session/limits.ts';
import type { InvocationLimits } from '../run/session/limits.ts';
import { driveOf } from '../run/trial.ts';
import type { Spawned } from '../run/trial.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { findRuntimeOf } from './find-runtime.ts';
import { besideEarlier, stepOfBundle } from './replay-bundle.ts';
import type { OpenedBundle } from './replay-bundle.ts';
import { openRerunner } from '../orchestrate/divergence/rerun.ts';
import { openWires } from '../orchestrate/wires.ts';
import { listenForStop } from '../orchestrate/stop.ts';

export interface DriveRequest {
  readonly opened: OpenedBundle;
  /** Waits for the reader before the runner is told anything, and gives everybody an hour for each answer. */
  readonly wait: boolean;
  /** What it adds to the package. */
  readonly project: ProjectParts;
  readonly say: (text: string) => void;
  /** The file that what is said goes to; null: none. */
  readonly wire: string | null;
  /** At the third signal: ends this process, whatever is still open. */
  readonly abandon: () => void;
}

export interface Driven {
  readonly runtime: Runtime;
  readonly record: InvocationRecord;
  readonly judgement: Judgement;
  readonly spawned: Spawned | null;
}

/** Throws a `FailureError` when the invocation came to nothing that can be judged. */
export async function driveBundle(request: DriveRequest): Promise<Driven> {
  const { opened, wait, wire, project, say, abandon } = request;
  const { root } = findPackage();
  const found = await findRuntimeOf(opened, project);
  const runtime = wait ? forDebugger(found) : found;
  const { version } = opened.bundle.runtime;
  if (runtime.version !== version)
    say(`Version ${version} was not found: using ${runtime.id} ${runtime.version}.`);
  let spawned: Spawned | null = null;
  const stop = listenForStop({
    source: process,
    maxTimeMs: null,
    say,
    abandon,
  });
  const wires = openWires(wire);
  const rerunner = await openRerunner({
    packageRoot: root,
    stop,
    wires,
    ...(wait ? { limits: HOURS, patienceMs: HOUR_MS } : {}),
    async onSpawned(process_) {
      spawned = process_;
      say(`${runtime.id} ${runtime.version}, process ${process_.pid}: ${process_.command.join(' ')}`);
      if (!wait) return;
      for (const line of attachLines(runtime.manifest, process_.pid)) say(line);
      await entered(stop.soft);
    },
  });
  try {
    const { record, judgement } = await rerunner.rerun(
      stepOfBundle(opened),
      runtime,
      driveOf(opened.bundle.record),
    );
    if (!judgement.ok) throw new FailureError(judgement.failure);
    const nothing = failureOf(record.outcome);
    if (nothing !== null && judgement.value.findings.length === 0) throw new FailureError(nothing);
    const { bundle, scenario } = opened;
    const whole = besideEarlier(judgement.value, bundle, scenario, record);
    return { runtime, record, judgement: whole, spawned };
  } finally {
    await rerunner.close();
    stop.dispose();
    const unwritten = wires.close();
    if (unwritten !== null) say(`${unwritten.code} ${unwritten.cause}`);
  }
}

const HOUR_MS = 3_600_000;
/** A runner that is stopped in a debugger must not run into a time limit. */
const HOURS: InvocationLimits = {
  ...LIMITS,
  helloMs: HOUR_MS,
  clockMs: HOUR_MS,
  prepareMs: HOUR_MS,
  finishMs: HOUR_MS,
  exitMs: HOUR_MS,
  roundMinimumMs: HOUR_MS,
  roundMaximumMs: HOUR_MS,
  witnessMs: HOUR_MS,
};

/** With the arguments that its manifest has for a debugger, before all others. */
function forDebugger(runtime: Runtime): Runtime {
  const { manifest } = runtime;
  return { ...runtime, manifest: { ...manifest, args: [...(manifest.debug?.args ?? []), ...manifest.args] } };
}

function attachLines({ debug, title }: RunnerManifest, pid: number): readonly string[] {
  const how =
    debug?.text.replaceAll('{pid}', String(pid)) ??
    `Attach a debugger to process ${pid}; the runner.json of ${title} does not say how (\`debug\`).`;
  return [how, 'Press Enter when the debugger is attached.'];
}

/** Until a line comes, the input ends, or the command is stopped. */
async function entered(stop: AbortSignal): Promise<void> {
  const { stdin } = process;
  await new Promise<void>((resolve) => {
    for (const event of ['data', 'end', 'error']) stdin.once(event, () => resolve());
    stop.addEventListener('abort', () => resolve(), { once: true });
    stdin.resume();
  });
  stdin.pause();
}

function failureOf(outcome: Outcome): Failure | null {
  if (outcome.kind === 'ok') return null;
  if ('failure' in outcome) return outcome.failure;
  const next = 'Run it again. If the runtime is another version, use the one that the bundle names.';
  return failure('EL4006', `The bundle could not be run again (${outcome.kind}): ${outcome.reason}.`, next);
}
