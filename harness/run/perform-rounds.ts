// The rounds of one invocation in their order: one traced, the warm-up, then the measured ones.
import type { Outcome, RoundRecord, UnfinishedRound } from '../contract/invocation.ts';
import type { RecordLevel, RoundedMessage, RoundPurpose, Stall } from '../contract/message.ts';
import type { Pacing } from '../contract/scenario.ts';
import { failure } from '../contract/failure.ts';
import { unusedText } from '../contract/unused.ts';
import type { WitnessRecord } from '../contract/witness.ts';
import { harnessNow } from './clock.ts';
import type { KernelCpuCount } from './kernel-cpu.ts';
import type { Session } from './session/session.ts';
import type { MemberStages } from './stages.ts';
import type { ArmedWitness } from './witness/port.ts';
import { phaseIsOver, roundLimitMs } from './session/limits.ts';
import { recallRound } from './recall-round.ts';
import type { RecallContext } from './recall-round.ts';
import { outcomeOf, withEvidence } from './session/outcomes.ts';
import { askWitness } from './witness-call.ts';

export interface RoundsContext extends RecallContext {
  readonly session: Session;
  readonly witness: ArmedWitness;
  /** Of the runner's process, over all of its rounds. */
  readonly kernelCpu: KernelCpuCount;
  readonly phases: readonly Phase[];
  /** Rounds that this invocation has had before. */
  readonly first: number;
  readonly pacing: Pacing;
  /** Told of the purpose of each round. */
  readonly stages: MemberStages | undefined;
  /** How the loop is stalled in a round; null: not at all. */
  readonly stallsOf: ((round: number) => readonly Stall[]) | null;
  /** Every finished round, as soon as its reply is there and outside every window. */
  onRound(record: RoundRecord): void;
  /** The round in which it ended, before the runner's process is stopped. */
  onUnfinished(round: UnfinishedRound): void;
}

export interface Phase {
  readonly purpose: RoundPurpose;
  readonly record: RecordLevel;
  readonly budgetMs: number;
  readonly minimumRounds: number;
}

export const TRACED: Phase = { purpose: 'traced', record: 'full', budgetMs: 0, minimumRounds: 1 };

/** The traced round comes first: a workload that does not keep its contract is known before it costs time. */
export const measuredPhases = ({ warmupMs, measuredMs, minimumRounds }: Pacing): readonly Phase[] => [
  { purpose: 'warmup', record: 'digest', budgetMs: warmupMs, minimumRounds: 0 },
  {
    purpose: 'measured',
    record: 'digest',
    budgetMs: measuredMs,
    minimumRounds: Math.max(1, minimumRounds),
  },
];

/**
 * Before the slices: one whole round, with all its beginnings and ends. asyncio's receive buffers show why: until glibc has
 * seen one of them freed whole, which happens when a connection ends, each costs a mapping of its own and a message three times as much.
 */
export const ONE_WARM_UP: Phase = { ...TRACED, purpose: 'warmup', record: 'digest' };

/** The number of rounds of each level of recording. */
const OBSERVED_TURNS = 3;

/**
 * The same rounds with every event, with digests only, and with nothing recorded, alternately. Only those with digests are `measured`:
 * rounds without a record prove nothing, and must never look like rounds that do.
 */
export const observerPhases = ({ warmupMs }: Pacing): readonly Phase[] => [
  TRACED,
  { purpose: 'warmup', record: 'digest', budgetMs: warmupMs, minimumRounds: 1 },
  ...Array.from({ length: OBSERVED_TURNS }, (): readonly Phase[] => [
    { purpose: 'warmup', record: 'full', budgetMs: 0, minimumRounds: 1 },
    { purpose: 'measured', record: 'digest', budgetMs: 0, minimumRounds: 1 },
    { purpose: 'warmup', record: 'none', budgetMs: 0, minimumRounds: 1 },
  ]).flat(),
];

/** After the slices: one more round, which shows that they left everything as it was. */
export const ONE_MEASURED: Phase = {
  purpose: 'measured',
  record: 'digest',
  budgetMs: 0,
  minimumRounds: 1,
};

/** No round begins after a soft stop; the current one ends. Null when all phases are over or were stopped softly; otherwise how the invocation ended. */
export async function performRounds(context: RoundsContext): Promise<Outcome | null> {
  let round = context.first;
  for (const phase of context.phases) {
    const beganNs = harnessNow();
    let progress = { rounds: 0, windowsNs: 0, wallNs: 0 };
    while (!phaseIsOver(phase.budgetMs, phase.minimumRounds, progress)) {
      if (context.stop.soft.aborted) return null;
      const performed = await performRound(context, phase, round++);
      if (!performed.ok) return performed.outcome;
      const { startNs, endNs } = performed.record;
      progress = {
        rounds: progress.rounds + 1,
        windowsNs: progress.windowsNs + Math.max(0, endNs - startNs),
        wallNs: harnessNow() - beganNs,
      };
      context.onRound(performed.record);
    }
  }
  return null;
}

type Performed =
  | { readonly ok: true; readonly record: RoundRecord }
  | { readonly ok: false; readonly outcome: Outcome };

async function performRound(context: RoundsContext, phase: Phase, round: number): Promise<Performed> {
  const { session, witness, limits } = context;
  const { purpose, record } = phase;
  context.stages?.enter(purpose);
  const patience = { limitMs: limits.witnessMs, hard: context.stop.hard };
  const offered = await askWitness('prepare a round', patience, () =>
    witness.beforeRound(round, purpose === 'traced'),
  );
  if (!offered.ok) return offered;
  const limitMs = roundLimitMs(context.pacing, limits);
  const stalls = context.stallsOf === null ? {} : { stalls: [...context.stallsOf(round)] };
  const request = {
    round,
    purpose,
    record,
    limitNs: limitMs * 1e6,
    endpoints: offered.value,
    ...stalls,
  };
  const requestedNs = harnessNow();
  const before = context.kernelCpu.begin();
  const answer = await session.request('round', request, limitMs);
  if (answer.kind !== 'reply') {
    const outcome = outcomeOf('round', answer);
    const begun = { round, purpose, record, sentNs: requestedNs };
    const unfinished = await recallRound(context, begun, outcome, before);
    if (unfinished !== null) context.onUnfinished(unfinished);
    const unused = (unfinished?.witness?.unused ?? []).map((each) => `the witness: ${unusedText(each)}`);
    return { ok: false, outcome: withEvidence(outcome, unused) };
  }
  const { reply, sentNs, receivedNs } = answer;
  const kernelCpuNs = context.kernelCpu.end();
  if (reply.round !== round) return { ok: false, outcome: otherRound(round, reply.round) };
  const seen = await askWitness('hand over its record', patience, () => witness.afterRound());
  if (!seen.ok) return seen;
  return {
    ok: true,
    record: roundRecord(reply, { purpose, record, sentNs, receivedNs, kernelCpuNs, witness: seen.value }),
  };
}

function otherRound(wanted: number, found: number): Outcome {
  const cause = `The runner was asked for round ${wanted} and reported round ${found}.`;
  const next = 'Repeat the number of the round in `rounded`.';
  return { kind: 'protocol-error', failure: failure('EL2005', cause, next) };
}

interface RoundFrame {
  readonly purpose: RoundPurpose;
  readonly record: RecordLevel;
  readonly sentNs: number;
  readonly receivedNs: number;
  readonly kernelCpuNs: number | null;
  readonly witness: WitnessRecord | null;
}

function roundRecord(reply: RoundedMessage, frame: RoundFrame): RoundRecord {
  const { round, startNs, endNs, operations, counts, digests, samples, events, resources } = reply;
  return {
    ...frame,
    round,
    startNs,
    endNs,
    operations,
    counts,
    digests,
    samples,
    events,
    resources,
    ...(reply.stalls === undefined ? {} : { stalls: reply.stalls }),
  };
}
