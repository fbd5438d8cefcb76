// What harness and runner say to each other in one invocation, from `hello` to the end of stdin.
import { join } from 'node:path';
import { failure } from '../contract/failure.ts';
import type { Outcome } from '../contract/invocation.ts';
import { grantedCapacity } from '../contract/granted-capacity.ts';
import type { FinishedMessage, PrepareMessage } from '../contract/message.ts';
import { shakeHands } from './handshake.ts';
import { LIMITS } from './limits.ts';
import type { InvocationLimits } from './limits.ts';
import { outcomeOf } from './outcomes.ts';
import { performRounds } from './perform-rounds.ts';
import type { Session } from './session.ts';
import { stallsFor } from './stress-stalls.ts';
import { recordOf } from './trial.ts';
import type { Progress, Trial } from './trial.ts';
import { askWitness } from './witness-call.ts';
import type { ArmedWitness } from './witness/port.ts';

export async function converse(trial: Trial, session: Session, witness: ArmedWitness): Promise<Outcome> {
  const { step, context, progress, runtime } = trial;
  const limits = context.limits ?? LIMITS;
  const hands = await shakeHands(session, runtime, limits);
  progress.ready = hands.ready;
  if (hands.kind === 'ended') return hands.outcome;
  progress.clock = hands.clock;

  const unprepared = await prepare(trial, session, witness, limits);
  if (unprepared !== null) return unprepared;
  const stallsOf = context.stall === true ? stallsFor(step.block.scenario, hands.ready, step.seed) : null;
  const broken = await performRounds({
    session,
    witness,
    limits,
    pacing: step.block.set.pacing,
    traceLast: context.traceLast === true,
    stallsOf,
    stop: context.stop,
    onRound(record) {
      progress.rounds.push(record);
      context.onRound?.(record);
    },
  });
  if (broken !== null) return broken;
  return (await finish(progress, session, limits)) ?? completeness(trial);
}

async function prepare(
  trial: Trial,
  session: Session,
  witness: ArmedWitness,
  limits: InvocationLimits,
): Promise<Outcome | null> {
  const answer = await session.request('prepare', prepareBody(trial, witness), limits.prepareMs);
  if (answer.kind !== 'reply') return outcomeOf('prepare', answer);
  const patience = { limitMs: limits.witnessMs, hard: trial.context.stop.hard };
  const told = await askWitness('reach the workload', patience, () =>
    witness.listening(answer.reply.endpoints),
  );
  return told.ok ? null : told.outcome;
}

function prepareBody(trial: Trial, witness: ArmedWitness): Omit<PrepareMessage, 'kind' | 'id'> {
  const { step, context, directory } = trial;
  const { scenario, set } = step.block;
  const { samples, events } = recordOf(step).sidecar;
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
    capacity: grantedCapacity(scenario, set.params),
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
function wrongTotals({ rounds }: Progress, { totals }: FinishedMessage): Outcome | null {
  const operations = rounds.reduce((sum, round) => sum + round.operations, 0);
  if (totals.rounds === rounds.length && totals.operations === operations) return null;
  const cause = `The runner finished with ${totals.rounds} rounds and ${totals.operations} operations, but had reported ${rounds.length} and ${operations}.`;
  const next = 'Count each round and its operations once, in `rounded` and in `finished`.';
  return { kind: 'protocol-error', failure: failure('EL2005', cause, next) };
}

/** A soft stop leaves a whole invocation only when enough was measured. */
function completeness({ step, progress }: Trial): Outcome {
  const wanted = step.block.set.pacing.minimumRounds;
  const measured = progress.rounds.filter(({ purpose }) => purpose === 'measured').length;
  if (measured >= Math.max(1, wanted)) return { kind: 'ok' };
  return { kind: 'not-run', reason: `interrupted after ${measured} of at least ${wanted} measured rounds` };
}
