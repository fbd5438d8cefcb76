// The slices of a block from the first token to the last `sliced`: what each member did, or how it failed.
import { assertNever } from '../../contract/failure.ts';
import type { SlicedMessage } from '../../contract/message.ts';
import type { SlicePlan, Step } from '../../contract/plan.ts';
import type { BlockConditions, BlockSettings, MemberResult, ReadyMember } from './block-types.ts';
import { outcomeOf } from '../session/outcomes.ts';
import type { RunnerAnswer } from '../session/session.ts';
import { sliceBlock } from './slice-block.ts';
import { strayOutcome, tooEarly, slotOutcome, wordlessOutcome, wrongSlices } from './slice-failures.ts';
import type { MemberSlices, SliceMember } from './member-series.ts';
import { INTERRUPTED } from '../stop.ts';
import type { Stop } from '../stop.ts';
import { within } from '../session/within.ts';

/** A slice that lasts so long hangs; the longest ones are waves of a second. */
const SLICE_LIMIT_MS = 30_000;
/** The most warm-up slices that a block may need beyond its plan, where they are short. */
const SPARE_SLICES = 2500;

export interface Conducting {
  readonly settings: BlockSettings;
  readonly stop: Stop;
  readonly next: () => number;
  readonly conditions: BlockConditions;
}

export async function conductSlices(
  ready: readonly ReadyMember[],
  steps: readonly Step[],
  { settings, stop, next, conditions }: Conducting,
): Promise<ReadonlyMap<string, MemberResult>> {
  const byId = new Map(steps.map((step) => [step.invocation, step]));
  const [first] = steps;
  const plan = first?.block.slices ?? null;
  if (plan === null) throw new Error('a block without slices');
  const limitMs = blockLimitMs(plan, ready.length);
  const { sliceLimitMs = SLICE_LIMIT_MS } = settings;
  const asked = ready.map((member) => {
    const reply = member.session.request('slices', { capacity: capacityOf(plan) }, limitMs);
    // After its message no further token is answered, not even one under way.
    void reply.then(() => member.channel.giveUp());
    return { member, reply };
  });
  const members = ready.map(({ id, pid, channel }): SliceMember => {
    const step = byId.get(id);
    const { inject } = settings;
    if (inject === undefined || step === undefined) return { id, pid, channel };
    return { id, pid, channel, extra: (slice, operations) => inject(step, slice, operations) };
  });
  const block = await sliceBlock(members, {
    plan,
    next,
    limitMs: sliceLimitMs,
    stopped: () => stop.soft.aborted || stop.hard.aborted,
  });
  settings.onWindow?.(block.window);
  const results = new Map<string, MemberResult>();
  for (const { member, reply } of asked) {
    const { id } = member;
    const slices = block.members.get(id);
    if (slices === undefined) throw new Error(`${id} has no slices`);
    results.set(id, await resultOf(member, slices, reply, { conditions, sliceLimitMs }));
  }
  return results;
}

/** With its lead, and with one more pass of short slices at the most. */
const SLICES_A_PASS = 4;

const capacityOf = ({ warmupPasses, passes }: SlicePlan): number =>
  SPARE_SLICES + SLICES_A_PASS * (warmupPasses + passes);

/** Limit for the slots of all members of a block: only a block that hangs reaches it. */
const blockLimitMs = ({ warmupPasses, warmupMs, passes }: SlicePlan, members: number): number =>
  SLICE_LIMIT_MS + members * (10 * warmupMs + (warmupPasses + passes) * 1000);

async function resultOf(
  member: ReadyMember,
  series: MemberSlices,
  reply: Promise<RunnerAnswer<SlicedMessage>>,
  { conditions, sliceLimitMs }: { readonly conditions: BlockConditions; readonly sliceLimitMs: number },
): Promise<MemberResult> {
  const { session, channel } = member;
  if (series.kind === 'broken') {
    const broken = strayOutcome(channel.stray()) ?? slotOutcome(series.slot, series.slice);
    if (broken !== null) session.abort(broken);
    else if (!(await within(reply, sliceLimitMs))) session.abort(wordlessOutcome(series.slice, sliceLimitMs));
  }
  const answer = await reply;
  if (answer.kind !== 'reply') return { ok: false, outcome: outcomeOf('slices', answer) };
  switch (series.kind) {
    case 'broken':
      return { ok: false, outcome: tooEarly(series.slice) };
    case 'stopped':
      return { ok: false, outcome: INTERRUPTED };
    case 'done': {
      const wrong = strayOutcome(channel.stray()) ?? wrongSlices(series.slices.asked, answer.reply);
      if (wrong !== null) return { ok: false, outcome: wrong };
      const { roundsBefore } = member;
      const slices = { ...series.slices, segment: answer.reply.slices, roundsBefore };
      return { ok: true, slices, conditions };
    }
    default:
      return assertNever(series);
  }
}
