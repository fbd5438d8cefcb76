// The handshake of an invocation: which runner answers, and how its clock relates to the harness's.
import { realpath } from 'node:fs/promises';
import { failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { ClockOffset, Outcome } from '../../contract/invocation.ts';
import { PROTOCOL_VERSION } from '../../contract/message.ts';
import type { ReadyMessage } from '../../contract/message.ts';
import { PRODUCT } from '../../contract/product.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { harnessEpochNs } from '../clock.ts';
import { fileSha256 } from '../discover/file-digest.ts';
import type { InvocationLimits } from './limits.ts';
import { outcomeOf } from './outcomes.ts';
import type { Session } from './session.ts';

/** The first exchange warms both sides up; of eight, at least one usually is undisturbed. */
const CLOCK_EXCHANGES = 8;
/** The clock whose epoch the harness shares: `process.hrtime` reads it. */
const SHARED_CLOCK = 'CLOCK_MONOTONIC';

export type Handshake =
  | { readonly kind: 'ready'; readonly ready: ReadyMessage; readonly clock: ClockOffset }
  | { readonly kind: 'ended'; readonly ready: ReadyMessage | null; readonly outcome: Outcome };

export async function shakeHands(
  session: Session,
  runtime: Runtime,
  limits: InvocationLimits,
): Promise<Handshake> {
  const hello = { protocol: PROTOCOL_VERSION, harness: PRODUCT };
  const answer = await session.request('hello', hello, limits.helloMs);
  if (answer.kind !== 'reply') return { kind: 'ended', ready: null, outcome: outcomeOf('hello', answer) };
  const ready = answer.reply;
  const objection =
    wrongProtocol(ready) ??
    wrongRunner(ready, runtime) ??
    wrongImplementation(ready, runtime) ??
    wrongLoop(ready, runtime) ??
    wrongVersion(ready, runtime) ??
    (await wrongExecutable(ready, runtime));
  if (objection !== null) return { kind: 'ended', ready, outcome: objection };
  const exchanges = await exchangeClocks(session, limits);
  if (!Array.isArray(exchanges)) return { kind: 'ended', ready, outcome: exchanges };
  const finer = finerThanClaimed(exchanges, ready.clock.resolutionNs);
  if (finer !== null) return { kind: 'ended', ready, outcome: finer };
  return { kind: 'ready', ready, clock: clockOffset(exchanges, ready.clock, harnessEpochNs) };
}

export function wrongProtocol(ready: ReadyMessage): Outcome | null {
  if (ready.protocol === PROTOCOL_VERSION) return null;
  const cause = `The runner speaks protocol ${ready.protocol}, and this harness speaks ${PROTOCOL_VERSION}.`;
  const next = 'Use a runner and a harness of the same release.';
  return { kind: 'protocol-error', failure: failure('EL2005', cause, next) };
}

/** Profiles are looked up by the name of the runner: it must be that of its manifest. */
export function wrongRunner(ready: ReadyMessage, runtime: Runtime): Outcome | null {
  if (ready.runner.id === runtime.runner) return null;
  const cause = `The runner of \`${runtime.runner}\` says that it is \`${ready.runner.id}\`.`;
  const next = `Give \`runner.id\` in \`ready\` the \`id\` of its runner.json in ${runtime.manifestFolder}.`;
  return { kind: 'setup-error', failure: failure('EL2012', cause, next) };
}

/** A runner that does not say it is of the implementation that discovery found. */
export function wrongImplementation(
  ready: ReadyMessage,
  { runner, executable, manifest }: Runtime,
): Outcome | null {
  const { implementation: said } = ready.runtime;
  const { implementation: wanted } = manifest;
  if (said === undefined || wanted === undefined || said === wanted) return null;
  const cause = `The runner of \`${runner}\` is for ${wanted}, and ${executable} says that it is ${said}.`;
  const next = `Name an executable of ${wanted}, or give ${said} a runner.json of its own.`;
  return { kind: 'setup-error', failure: failure('EL2012', cause, next) };
}

/** What is measured is a loop: one that fell back to another one would be measured under a false name. */
export function wrongLoop(
  ready: ReadyMessage,
  { runner, manifest, manifestFolder }: Runtime,
): Outcome | null {
  const { loop: said } = ready.runtime;
  const { loop: wanted } = manifest;
  if (wanted === undefined || said.startsWith(wanted)) return null;
  const cause = `The runner of \`${runner}\` is for the loop ${wanted}, and says that it runs on ${said}.`;
  const next = `Correct the runner, or \`loop\` in its runner.json in ${manifestFolder}.`;
  return { kind: 'setup-error', failure: failure('EL2012', cause, next) };
}

/** Profiles and known divergences are looked up by version: what the runner says must be what discovery found. */
export function wrongVersion(ready: ReadyMessage, runtime: Runtime): Outcome | null {
  if (ready.runtime.version === runtime.version) return null;
  const found = `${runtime.executable} is version ${runtime.version}`;
  const cause = `${found}, but the runner in it says ${ready.runtime.version}.`;
  const next = 'Run evenloop again: the interpreter may have been replaced since it was looked for.';
  return { kind: 'setup-error', failure: failure('EL2012', cause, next) };
}

export async function wrongExecutable(ready: ReadyMessage, runtime: Runtime): Promise<Outcome | null> {
  const said = ready.runtime.executable;
  const real = await realpath(said).catch(() => null);
  const started = await realpath(runtime.executable).catch(() => runtime.executable);
  if (real === started) return null;
  if (real !== null && (await fileSha256(real).catch(() => '')) === runtime.executableSha256) return null;
  return { kind: 'setup-error', failure: otherInterpreter(runtime, said) };
}

const otherInterpreter = (runtime: Runtime, said: string): Failure =>
  failure('EL2012', `${runtime.executable} was started, but ${said} answered.`, nameItself(runtime));

function nameItself({ manifest, manifestFolder }: Runtime): string {
  return manifest.interpreter === undefined
    ? `Let \`command.path\` of the runner.json in ${manifestFolder} name the program itself, not a script that starts one, and \`runtime.executable\` in \`ready\` say where it is.`
    : `Set ${manifest.interpreter.variable} to the interpreter itself, not to a script that starts one.`;
}

/** One `clock` exchange: the harness's times around it, and the runner's time within, each since its own epoch. */
export interface ClockExchange {
  readonly sentNs: number;
  readonly receivedNs: number;
  readonly nowNs: number;
}

async function exchangeClocks(
  session: Session,
  limits: InvocationLimits,
): Promise<ClockExchange[] | Outcome> {
  const exchanges: ClockExchange[] = [];
  for (let i = 0; i < CLOCK_EXCHANGES; i++) {
    const answer = await session.request('clock', {}, limits.clockMs);
    if (answer.kind !== 'reply') return outcomeOf('clock', answer);
    const { sentNs, receivedNs, reply } = answer;
    const before = exchanges.at(-1)?.nowNs ?? 0;
    if (reply.nowNs < before) return backwards(before, reply.nowNs);
    exchanges.push({ sentNs, receivedNs, nowNs: reply.nowNs });
  }
  return exchanges;
}

function backwards(before: number, after: number): Outcome {
  const cause = `The runner's clock went backwards, from ${before} ns to ${after} ns.`;
  const next = 'Answer `clock` from a monotonic clock, in nanoseconds since one epoch.';
  return { kind: 'protocol-error', failure: failure('EL2005', cause, next) };
}

/** A clock that resolves a microsecond is as good as any. */
const FINE_NS = 1000;
/** Steps of a clock are multiples of its resolution, give or take this share of it: readings are rounded. */
const BESIDE_A_STEP = 0.1;

/**
 * The resolution is an error that windows are allowed: a runner that claims a coarse clock and has a fine one would have them unchecked.
 * Its readings are nearer to each other than it says, or lie between the steps: by chance none of seven does so once in 10^5 times.
 */
export function finerThanClaimed(exchanges: readonly ClockExchange[], resolutionNs: number): Outcome | null {
  const steps = exchanges.flatMap(({ nowNs }, i) => {
    const stepNs = nowNs - (exchanges[i - 1]?.nowNs ?? nowNs);
    return stepNs > 0 ? [stepNs] : [];
  });
  const odd = steps.find(
    (stepNs) => stepNs < resolutionNs || (resolutionNs > FINE_NS && isBetween(stepNs, resolutionNs)),
  );
  if (odd === undefined) return null;
  const cause = `The runner says that its clock resolves ${resolutionNs} ns, and two of its readings are ${odd} ns apart.`;
  const next = 'Give `clock.resolutionNs` in `ready` the smallest step of the clock.';
  return { kind: 'protocol-error', failure: failure('EL2005', cause, next) };
}

function isBetween(stepNs: number, resolutionNs: number): boolean {
  const beyondNs = stepNs % resolutionNs;
  return Math.min(beyondNs, resolutionNs - beyondNs) > BESIDE_A_STEP * resolutionNs;
}

/**
 * The exchange with the least round trip bounds the offset by half of it on either side. An epoch on the shared clock is exact,
 * and believed when it lies within those bounds.
 */
export function clockOffset(
  exchanges: readonly ClockExchange[],
  clock: ReadyMessage['clock'],
  epochNs: bigint,
): ClockOffset {
  const best = exchanges.reduce((a, b) => (roundTrip(b) < roundTrip(a) ? b : a));
  const offsetNs = Math.round((best.sentNs + best.receivedNs) / 2 - best.nowNs);
  const roundTripNs = roundTrip(best);
  const errorNs = Math.ceil(roundTripNs / 2) + clock.resolutionNs;
  if (clock.epochNs !== null && clock.name === SHARED_CLOCK) {
    const sharedNs = Number(BigInt(clock.epochNs) - epochNs);
    if (Math.abs(sharedNs - offsetNs) <= errorNs)
      return { offsetNs: sharedNs, errorNs: clock.resolutionNs, source: 'shared-epoch', roundTripNs };
  }
  return { offsetNs, errorNs, source: 'handshake', roundTripNs };
}

const roundTrip = ({ sentNs, receivedNs }: ClockExchange): number => receivedNs - sentNs;
