// The conversation of harness and runner in one invocation, from `hello` to the end of stdin.
import { join } from 'node:path';
import { failure } from '../contract/failure.ts';
import type { Outcome } from '../contract/invocation.ts';
import { grantedCapacity } from '../contract/granted-capacity.ts';
import type { FinishedMessage, PrepareMessage, RoundPurpose } from '../contract/message.ts';
import { MOST_TRAIL_EVENTS } from '../contract/trail.ts';
import { unpublishedEndpoint } from './published-endpoints.ts';
import { TRAIL } from './recall-round.ts';
import { shakeHands } from './session/handshake.ts';
import { LIMITS } from './session/limits.ts';
import type { InvocationLimits } from './session/limits.ts';
import { outcomeOf } from './session/outcomes.ts';
import { performInvocation } from './perform-invocation.ts';
import type { Worker } from './perform-invocation.ts';
import type { Session } from './session/session.ts';
import { recordOf, trailOf } from './trial.ts';
import type { Progress, Trial } from './trial.ts';
import { askWitness } from './witness-call.ts';
import type { ArmedWitness } from './witness/port.ts';

export async function converse(
  trial: Trial,
  session: Session,
  witness: ArmedWitness,
  runner: Worker,
): Promise<Outcome> {
  const { context, progress, runtime } = trial;
  const limits = context.limits ?? LIMITS;
  const handshake = await shakeHands(session, runtime, limits);
  progress.ready = handshake.ready;
  if (handshake.kind === 'ended') return handshake.outcome;
  progress.clock = handshake.clock;
  context.stages?.enter('prepare');

  const unprepared = await prepare(trial, session, witness, handshake.ready.capabilities, limits);
  if (unprepared !== null) return unprepared;
  const broken = await performInvocation({ trial, session, witness, runner, ready: handshake.ready });
  if (broken !== null) return broken;
  context.stages?.enter('end');
  return (await finish(progress, session, limits)) ?? completeness(trial);
}

async function prepare(
  trial: Trial,
  session: Session,
  witness: ArmedWitness,
  capabilities: readonly string[],
  limits: InvocationLimits,
): Promise<Outcome | null> {
  const answer = await session.request(
    'prepare',
    prepareBody(trial, witness, capabilities),
    limits.prepareMs,
  );
  if (answer.kind !== 'reply') return outcomeOf('prepare', answer);
  const unpublished = unpublishedEndpoint(trial.step.block.stimulus.kind, answer.reply.endpoints);
  if (unpublished !== null) return unpublished;
  const patience = { limitMs: limits.witnessMs, hard: trial.context.stop.hard };
  const told = await askWitness('reach the workload', patience, () =>
    witness.listening(answer.reply.endpoints),
  );
  return told.ok ? null : told.outcome;
}

function prepareBody(
  trial: Trial,
  witness: ArmedWitness,
  capabilities: readonly string[],
): Omit<PrepareMessage, 'kind' | 'id'> {
  const { step, context, directory } = trial;
  const { scenario, set } = step.block;
  const { samples, events } = recordOf(step).sidecar;
  const capacity = grantedCapacity(scenario, set.params);
  const leavesTrail =
    context.withoutTrail !== true && capabilities.includes(TRAIL) && capacity.events <= MOST_TRAIL_EVENTS;
  return {
    scenario: scenario.id,
    style: step.subject.style,
    params: { ...set.params },
    seed: step.seed,
    nonce: step.nonce,
    directory,
    endpoints: witness.endpoints,
    sidecar: { samples: join(context.runDirectory, samples), events: join(context.runDirectory, events) },
    alphabet: scenario.alphabet.map(({ name, code, order }) => ({ name, code, order })),
    capacity,
    heapBlockBytes: context.layout?.heapBlockBytes ?? 0,
    ...(leavesTrail ? { trail: trailOf(directory) } : {}),
  };
}

async function finish(
  progress: Progress,
  session: Session,
  limits: InvocationLimits,
): Promise<Outcome | null> {
  const answer = await session.request('finish', {}, limits.finishMs);
  if (answer.kind !== 'reply') return outcomeOf('finish', answer);
  return wrongTotals(progress, answer.reply) ?? (await session.close(limits.exitMs));
}

/** The runner's own totals must be the sum of what it reported. */
function wrongTotals({ rounds, slices }: Progress, { totals }: FinishedMessage): Outcome | null {
  const asked = slices?.asked ?? [];
  const wanted = {
    rounds: rounds.length,
    slices: asked.length,
    operations: sum(rounds.map(({ operations }) => operations)) + sum(asked),
  };
  const names = ['rounds', 'slices', 'operations'] as const;
  const wrong = names.find((name) => totals[name] !== wanted[name]);
  if (wrong === undefined) return null;
  const cause = `The runner finished with ${totals[wrong]} ${wrong}, but had reported ${wanted[wrong]}.`;
  const next =
    'Count each round, each slice and their operations once, where they are reported and in `finished`.';
  return { kind: 'protocol-error', failure: failure('EL2005', cause, next) };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** A soft stop leaves a whole invocation only when enough was measured. */
function completeness({ step, progress }: Trial): Outcome {
  const wanted = progress.slices === null ? step.block.set.pacing.minimumRounds : 1;
  const of = (wanted: RoundPurpose): number =>
    progress.rounds.filter(({ purpose }) => purpose === wanted).length;
  const measured = of('measured');
  if (of('traced') === 0) return { kind: 'not-run', reason: 'interrupted before its traced round' };
  if (measured >= Math.max(1, wanted)) return { kind: 'ok' };
  return { kind: 'not-run', reason: `interrupted after ${measured} of at least ${wanted} measured rounds` };
}
