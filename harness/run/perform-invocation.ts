// The work of one invocation between `prepared` and `finish`: alone in rounds, or as a member of a block.
import type { Outcome } from '../contract/invocation.ts';
import type { ReadyMessage } from '../contract/message.ts';
import type { BlockContext } from './block/block-types.ts';
import { KernelCpuCount, kernelCpuOf } from './kernel-cpu.ts';
import { LIMITS } from './session/limits.ts';
import {
  measuredPhases,
  observerPhases,
  ONE_MEASURED,
  ONE_WARM_UP,
  performRounds,
  TRACED,
} from './perform-rounds.ts';
import type { Phase } from './perform-rounds.ts';
import type { Session } from './session/session.ts';
import { stallsFor } from './stress-stalls.ts';
import type { TokenChannel } from './block/token-channel.ts';
import type { Trial } from './trial.ts';
import { askWitness } from './witness-call.ts';
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
  const { trial, session, witness, runner, ready } = performing;
  const { step, context, progress } = trial;
  const { pacing } = step.block.set;
  const stallsOf = context.stall === true ? stallsFor(step.block.scenario, ready, step.seed) : null;
  const kernelCpu = new KernelCpuCount(() => kernelCpuOf(runner.pid));
  const perform: Perform = (phases) =>
    performRounds({
      session,
      pid: runner.pid,
      witness,
      kernelCpu,
      phases,
      pacing,
      stages: context.stages,
      stallsOf,
      first: progress.rounds.length,
      limits: context.limits ?? LIMITS,
      stop: context.stop,
      capabilities: ready.capabilities,
      onUnfinished(unfinished) {
        progress.unfinished = unfinished;
      },
      onRound(record) {
        progress.rounds.push(record);
        context.onRound?.(record);
      },
    });
  if (context.observing === true) return perform(observerPhases(pacing));
  if (context.block !== undefined) return inBlock(performing, context.block, perform);
  return perform([TRACED, ...measuredPhases(pacing), ...(context.traceLast === true ? [TRACED] : [])]);
}

/**
 * The traced round proves that this very process means the same as its partners. It comes last where slices are to find a fresh
 * process: a round leaves memory behind, and what it leaves decides how fast some receive (decision 0011).
 */
async function inBlock(
  { trial, session, witness, runner, ready }: Performing,
  block: BlockContext,
  perform: Perform,
): Promise<Outcome | null> {
  const { step, progress } = trial;
  const { stages } = trial.context;
  stages?.enter('wait');
  const id = step.invocation;
  const measured = measuredPhases(step.block.set.pacing);
  const sliced = block.sampling === 'sliced';
  if (sliced && !ready.capabilities.includes('slices')) {
    // The next honest way: whole rounds, alone.
    block.start.leave(id);
    return block.exclusively(() => perform([TRACED, ...measured]));
  }
  const prove = (): Promise<Outcome | null> =>
    block.fresh ? awaitWitness(trial, witness) : perform(sliced ? [TRACED, ONE_WARM_UP] : [TRACED]);
  // Members that mostly sleep are traced together, as they are measured together.
  const unproved = await (sliced ? block.exclusively(prove) : prove());
  // A runner that was stopped on the way may have had no round: nothing can be asked of it but to finish.
  if (unproved !== null || trial.context.stop.soft.aborted) return unproved;
  stages?.enter('wait');
  const member = { id, pid: runner.pid, session, channel: runner.tokens };
  const inSlices = await block.start.arrive({ ...member, roundsBefore: progress.rounds.length });
  if (!inSlices.ok) return inSlices.outcome;
  progress.slices = inSlices.slices;
  progress.conditions = { ...progress.conditions, ...inSlices.conditions };
  const after = block.fresh ? [ONE_MEASURED, TRACED] : [ONE_MEASURED];
  const broken = await (sliced ? block.exclusively(() => perform(after)) : perform(measured));
  if (broken !== null) return broken;
  stages?.enter('wait');
  await block.end.arrive({ id });
  return null;
}

/** No round has it: what slices read can pass for nothing that a round must read. */
const ROUND_OF_SLICES = 1_000_000;

/** Slices find what a round finds: files that are there, writers that wait. */
async function awaitWitness({ context }: Trial, witness: ArmedWitness): Promise<Outcome | null> {
  context.stages?.enter('prepare');
  const patience = { limitMs: (context.limits ?? LIMITS).witnessMs, hard: context.stop.hard };
  const offered = await askWitness('prepare the slices', patience, () =>
    witness.beforeRound(ROUND_OF_SLICES, false),
  );
  return offered.ok ? null : offered.outcome;
}
