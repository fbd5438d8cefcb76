// The slices of a block: its members take turns on one CPU, one slice each a round, in random order.
import { shuffled } from '../contract/payload.ts';
import { SliceLane } from './slice-lane.ts';
import type { MemberSlices, SliceMember } from './slice-lane.ts';
import { searchOperations } from './slice-size.ts';

export interface SliceSchedule {
  readonly warmupSlices: number;
  /** Each member's turns take at least so long in all before anything is measured. */
  readonly warmupMs: number;
  readonly slices: number;
  /** Numbers below 2^32 from which the order of each round is drawn. */
  readonly next: () => number;
  /** A slice that takes longer than this hangs. */
  readonly limitMs: number;
  /** Known operations of a slice by what `sizeKey` says of a member; searched ones are entered. */
  readonly sizes: Map<string, number>;
  readonly sizeKey: (member: string) => string;
  /** The length that is searched for, in nanoseconds. */
  readonly targetNs: number;
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
const MOST_WARMUP_ROUNDS = 2000;

export async function sliceBlock(
  members: readonly SliceMember[],
  schedule: SliceSchedule,
): Promise<SliceBlock> {
  const lanes = members.map((member) => new SliceLane(member, schedule.limitMs));
  for (const lane of lanes) await findSize(lane, schedule);
  await warmUp(lanes, schedule);
  for (const lane of lanes) lane.begin();
  const close = openWindow(lanes);
  for (let i = 0; i < schedule.slices && !schedule.stopped(); i++) await oneRound(lanes, schedule);
  const window = close();
  const stopped = schedule.stopped();
  return { window, members: new Map(lanes.map((lane) => [lane.member.id, lane.end(stopped)])) };
}

/** Only in the first block of a cell: later ones, and equal members, take what was found. */
async function findSize(lane: SliceLane, schedule: SliceSchedule): Promise<void> {
  const key = schedule.sizeKey(lane.member.id);
  const known = schedule.sizes.get(key);
  if (known !== undefined) return lane.resize(known);
  const found = await searchOperations(schedule.targetNs, (operations) =>
    schedule.stopped() ? Promise.resolve({ kind: 'closed' }) : lane.turn(operations),
  );
  if (found === null) return;
  schedule.sizes.set(key, found);
  lane.resize(found);
}

async function warmUp(lanes: readonly SliceLane[], schedule: SliceSchedule): Promise<void> {
  const begin = new Map(lanes.map((lane) => [lane, lane.slices]));
  const warm = (lane: SliceLane): boolean =>
    !lane.alive || lane.turnsNs(begin.get(lane) ?? 0) >= schedule.warmupMs * 1e6;
  for (let round = 0; round < MOST_WARMUP_ROUNDS && !schedule.stopped(); round++) {
    if (round >= schedule.warmupSlices && lanes.every(warm)) return;
    await oneRound(lanes, schedule);
  }
}

async function oneRound(lanes: readonly SliceLane[], { next }: SliceSchedule): Promise<void> {
  for (const lane of shuffled(
    lanes.filter(({ alive }) => alive),
    next,
  ))
    await lane.next();
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
