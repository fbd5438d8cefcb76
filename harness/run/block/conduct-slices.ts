// The slices of a block from the first token to the last `sliced`: what each member did, or how it failed.
import { assertNever } from '../../contract/failure.ts';
import type { SlicedMessage } from '../../contract/message.ts';
import type { SlicePlan, Step } from '../../contract/plan.ts';
import type { Attended, Attendee, BlockConditions, BlockSettings } from './block-types.ts';
import { outcomeOf } from '../session/outcomes.ts';
import type { RunnerAnswer } from '../session/session.ts';
import { sliceBlock } from './slice-block.ts';
import { strayOutcome, tooEarly, turnOutcome, wordlessOutcome, wrongSlices } from './slice-failures.ts';
import type { MemberSlices, SliceMember } from './slice-lane.ts';
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
  attendees: readonly Attendee[],
  steps: readonly Step[],
  { settings, stop, next, conditions }: Conducting,
): Promise<ReadonlyMap<string, Attended>> {
  const byId = new Map(steps.map((step) => [step.invocation, step]));
  const [first] = steps;
  const plan = first?.block.slices ?? null;
  if (plan === null) throw new Error('a block without slices');
  const limitMs = blockLimitMs(plan, attendees.length);
  const { sliceLimitMs = SLICE_LIMIT_MS } = settings;
  const asked = attendees.map((attendee) => {
    const reply = attendee.session.request('slices', { capacity: capacityOf(plan) }, limitMs);
    // After its message no further token is answered, not even one under way.
    void reply.then(() => attendee.channel.giveUp());
    return { attendee, reply };
  });
  const members = attendees.map(({ id, pid, channel }): SliceMember => {
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
  const results = new Map<string, Attended>();
  for (const { attendee, reply } of asked) {
    const { id } = attendee;
    const member = block.members.get(id);
    if (member === undefined) throw new Error(`${id} is in no lane`);
    results.set(id, await attended(attendee, member, reply, { conditions, sliceLimitMs }));
  }
  return results;
}

/** With its lead, and with one more round of short slices at the most. */
const SLICES_A_ROUND = 4;

const capacityOf = ({ warmupRounds, rounds }: SlicePlan): number =>
  SPARE_SLICES + SLICES_A_ROUND * (warmupRounds + rounds);

/** Limit for the slots of all members of a block: only a block that hangs reaches it. */
const blockLimitMs = ({ warmupRounds, warmupMs, rounds }: SlicePlan, members: number): number =>
  SLICE_LIMIT_MS + members * (10 * warmupMs + (warmupRounds + rounds) * 1000);

async function attended(
  attendee: Attendee,
  member: MemberSlices,
  reply: Promise<RunnerAnswer<SlicedMessage>>,
  { conditions, sliceLimitMs }: { readonly conditions: BlockConditions; readonly sliceLimitMs: number },
): Promise<Attended> {
  const { session, channel } = attendee;
  if (member.kind === 'broken') {
    const broken = strayOutcome(channel.stray()) ?? turnOutcome(member.turn, member.slice);
    if (broken !== null) session.abort(broken);
    else if (!(await within(reply, sliceLimitMs))) session.abort(wordlessOutcome(member.slice, sliceLimitMs));
  }
  const answer = await reply;
  if (answer.kind !== 'reply') return { ok: false, outcome: outcomeOf('slices', answer) };
  switch (member.kind) {
    case 'broken':
      return { ok: false, outcome: tooEarly(member.slice) };
    case 'stopped':
      return { ok: false, outcome: INTERRUPTED };
    case 'done': {
      const wrong = strayOutcome(channel.stray()) ?? wrongSlices(member.slices.asked, answer.reply);
      if (wrong !== null) return { ok: false, outcome: wrong };
      const { roundsBefore } = attendee;
      const slices = { ...member.slices, segment: answer.reply.slices, roundsBefore };
      return { ok: true, slices, conditions };
    }
    default:
      return assertNever(member);
  }
}
