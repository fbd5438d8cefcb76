// The work of one invocation between `prepared` and `finish`: alone in rounds, or as a member of a block.
import type { Outcome } from '../contract/invocation.ts';
import type { ReadyMessage } from '../contract/message.ts';
import type { BlockContext } from './block.ts';
import { LIMITS } from './limits.ts';
import {
  measuredPhases,
  observerPhases,
  ONE_MEASURED,
  ONE_WARM_UP,
  performRounds,
  TRACED,
} from './perform-rounds.ts';
import type { Phase } from './perform-rounds.ts';
import type { Session } from './session.ts';
import { stallsFor } from './stress-stalls.ts';
import type { TokenChannel } from './token-channel.ts';
import type { Trial } from './trial.ts';
import type { ArmedWitness } from './witness/port.ts';

/** What a block needs of a runner's process. */
export interface Worker {
  readonly pid: number;
  readonly tokens: TokenChannel;
}

export interface Performing {
  readonly trial: Trial;
  readonly session: Session;
  readonly witness: ArmedWitness;
  readonly runner: Worker;
  readonly ready: ReadyMessage;
}

type Perform = (phases: readonly Phase[]) => Promise<Outcome | null>;

/** Null when everything was done, or stopped softly; otherwise how the invocation ended. */
export function performInvocation(performing: Performing): Promise<Outcome | null> {
  const { trial, session, witness, ready } = performing;
  const { step, context, progress } = trial;
  const { pacing } = step.block.set;
  const stallsOf = context.stall === true ? stallsFor(step.block.scenario, ready, step.seed) : null;
  const perform: Perform = (phases) =>
    performRounds({
      session,
      witness,
      phases,
      pacing,
      stallsOf,
      first: progress.rounds.length,
      limits: context.limits ?? LIMITS,
      stop: context.stop,
      onRound(record) {
        progress.rounds.push(record);
        context.onRound?.(record);
      },
    });
  if (context.observing === true) return perform(observerPhases(pacing));
  if (context.block !== undefined) return inBlock(performing, context.block, perform);
  return perform([TRACED, ...measuredPhases(pacing), ...(context.traceLast === true ? [TRACED] : [])]);
}

/** The traced round proves that this very process means the same as its partners, before they are measured together. */
async function inBlock(
  { trial, session, runner, ready }: Performing,
  block: BlockContext,
  perform: Perform,
): Promise<Outcome | null> {
  const { step, progress } = trial;
  const id = step.invocation;
  const measured = measuredPhases(step.block.set.pacing);
  const sliced = block.mode === 'sliced';
  const unproved = await block.exclusively(() => perform(sliced ? [TRACED, ONE_WARM_UP] : [TRACED]));
  // A runner that was stopped on the way may have had no round: nothing can be asked of it but to finish.
  if (unproved !== null || trial.context.stop.soft.aborted) return unproved;
  if (sliced && !ready.capabilities.includes('slices')) {
    // The next honest way: whole rounds, alone.
    block.start.leave(id);
    return block.exclusively(() => perform(measured));
  }
  const attended = await block.start.meet({ id, pid: runner.pid, session, channel: runner.tokens });
  if (!attended.ok) return attended.outcome;
  progress.slices = attended.slices;
  progress.conditions = attended.conditions;
  const broken = await (sliced ? block.exclusively(() => perform([ONE_MEASURED])) : perform(measured));
  if (broken !== null) return broken;
  await block.end.meet({ id });
  return null;
}
