// The slices of a block: in each pass every member has one slot on the same CPU, in random order.
import { shuffled } from '../../contract/payload.ts';
import type { SlicePlan } from '../../contract/plan.ts';
import { SliceLane } from './slice-lane.ts';
import type { MemberSlices, SliceMember, SliceSize } from './slice-lane.ts';

export interface SliceSchedule {
  readonly plan: SlicePlan;
  /** Numbers below 2^32 from which the order of each round is drawn. */
  readonly next: () => number;
  /** A slice that takes longer than this hangs. */
  readonly limitMs: number;
  readonly stopped: () => boolean;
}

/** Of the time from the first measured slice to the end of the last. */
export interface SliceWindow {
  readonly turnsNs: number;
  readonly slices: number;
  /** CPU of this very process, the orchestrator, while slices ran. */
  readonly orchestratorNs: number;
}

export interface SliceBlock {
  readonly members: ReadonlyMap<string, MemberSlices>;
  readonly window: SliceWindow;
}

/** More rounds than this are no warm-up. */
const MOST_WARMUP_ROUNDS = 1000;
/** One in this many measured passes has short slices after its measured ones. */
const ROUNDS_A_SHORT = 2;

export async function sliceBlock(
  members: readonly SliceMember[],
  schedule: SliceSchedule,
): Promise<SliceBlock> {
  const { plan, stopped } = schedule;
  const lanes = members.map((member) => new SliceLane(member, plan, schedule.limitMs));
  const lead: SliceSize = { role: 'lead', operations: plan.leadOperations };
  const measured: SliceSize = { role: 'measured', operations: plan.operations };
  const short: SliceSize = { role: 'short', operations: plan.shortOperations };
  const turn = [lead, measured].filter(({ operations }) => operations > 0);
  const withShort = [...turn, short].filter(({ operations }) => operations > 0);
  await warmUp(lanes, schedule, turn);
  for (const lane of lanes) lane.begin();
  const close = openWindow(lanes);
  for (let i = 0; i < plan.rounds && !stopped(); i++) {
    await oneRound(lanes, schedule, i % ROUNDS_A_SHORT === 1 ? withShort : turn);
  }
  const window = close();
  const ended = stopped();
  return { window, members: new Map(lanes.map((lane) => [lane.member.id, lane.end(ended)])) };
}

async function warmUp(
  lanes: readonly SliceLane[],
  schedule: SliceSchedule,
  turn: readonly SliceSize[],
): Promise<void> {
  const { warmupRounds, warmupMs } = schedule.plan;
  const warm = (lane: SliceLane): boolean => !lane.alive || lane.turnsNs(0) >= warmupMs * 1e6;
  for (let round = 0; round < MOST_WARMUP_ROUNDS && !schedule.stopped(); round++) {
    if (round >= warmupRounds && lanes.every(warm)) return;
    await oneRound(lanes, schedule, turn);
  }
}

/** A member runs all slices of its slot without another member in between. */
async function oneRound(
  lanes: readonly SliceLane[],
  { next }: SliceSchedule,
  turn: readonly SliceSize[],
): Promise<void> {
  const alive = lanes.filter((lane) => lane.alive);
  for (const lane of shuffled(alive, next)) for (const size of turn) if (lane.alive) await lane.turn(size);
}

function openWindow(lanes: readonly SliceLane[]): () => SliceWindow {
  const begin = lanes.map((lane) => lane.slices);
  const busyNs = (): number => lanes.reduce((sum, { member }) => sum + member.channel.busyNs(), 0);
  const busyBefore = busyNs();
  return () => ({
    orchestratorNs: busyNs() - busyBefore,
    turnsNs: lanes.reduce((sum, lane, i) => sum + lane.turnsNs(begin[i] ?? 0), 0),
    slices: lanes.reduce((sum, lane, i) => sum + lane.slices - (begin[i] ?? 0), 0),
  });
}
