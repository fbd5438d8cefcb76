// The slices of a block: in each pass every member has one slot on the same CPU, in random order.
import { shuffled } from '../../contract/payload.ts';
import type { SlicePlan } from '../../contract/plan.ts';
import { MemberSeries } from './member-series.ts';
import type { MemberSlices, SliceMember, SliceSize } from './member-series.ts';

export interface SliceSchedule {
  readonly plan: SlicePlan;
  /** Numbers below 2^32 from which the order of each pass is drawn. */
  readonly next: () => number;
  /** A slice that takes longer than this hangs. */
  readonly limitMs: number;
  readonly stopped: () => boolean;
}

/** Of the time from the first measured slice to the end of the last. */
export interface SliceWindow {
  readonly slotsNs: number;
  readonly slices: number;
  /** CPU of this very process, the orchestrator, while slices ran. */
  readonly orchestratorNs: number;
}

export interface SliceBlock {
  readonly members: ReadonlyMap<string, MemberSlices>;
  readonly window: SliceWindow;
}

/** More passes than this are no warm-up. */
const MOST_WARMUP_PASSES = 1000;
/** One in this many measured passes has short slices after its measured ones. */
const PASSES_A_SHORT = 2;

export async function sliceBlock(
  members: readonly SliceMember[],
  schedule: SliceSchedule,
): Promise<SliceBlock> {
  const { plan, stopped } = schedule;
  const series = members.map((member) => new MemberSeries(member, plan, schedule.limitMs));
  const lead: SliceSize = { role: 'lead', operations: plan.leadOperations };
  const measured: SliceSize = { role: 'measured', operations: plan.operations };
  const short: SliceSize = { role: 'short', operations: plan.shortOperations };
  const sizes = [lead, measured].filter(({ operations }) => operations > 0);
  const withShort = [...sizes, short].filter(({ operations }) => operations > 0);
  await warmUp(series, schedule, sizes);
  for (const one of series) one.begin();
  const close = openWindow(series);
  for (let i = 0; i < plan.passes && !stopped(); i++) {
    await onePass(series, schedule, i % PASSES_A_SHORT === 1 ? withShort : sizes);
  }
  const window = close();
  const ended = stopped();
  return { window, members: new Map(series.map((one) => [one.member.id, one.end(ended)])) };
}

async function warmUp(
  series: readonly MemberSeries[],
  schedule: SliceSchedule,
  sizes: readonly SliceSize[],
): Promise<void> {
  const { warmupPasses, warmupMs } = schedule.plan;
  const warm = (one: MemberSeries): boolean => !one.alive || one.slotsNs(0) >= warmupMs * 1e6;
  for (let pass = 0; pass < MOST_WARMUP_PASSES && !schedule.stopped(); pass++) {
    if (pass >= warmupPasses && series.every(warm)) return;
    await onePass(series, schedule, sizes);
  }
}

/** A member runs its slices of a pass without another member in between. */
async function onePass(
  series: readonly MemberSeries[],
  { next }: SliceSchedule,
  sizes: readonly SliceSize[],
): Promise<void> {
  const alive = series.filter((one) => one.alive);
  for (const one of shuffled(alive, next)) for (const size of sizes) if (one.alive) await one.slice(size);
}

function openWindow(series: readonly MemberSeries[]): () => SliceWindow {
  const begin = series.map((one) => one.slices);
  const busyNs = (): number => series.reduce((sum, { member }) => sum + member.channel.busyNs(), 0);
  const busyBefore = busyNs();
  return () => ({
    orchestratorNs: busyNs() - busyBefore,
    slotsNs: series.reduce((sum, one, i) => sum + one.slotsNs(begin[i] ?? 0), 0),
    slices: series.reduce((sum, one, i) => sum + one.slices - (begin[i] ?? 0), 0),
  });
}
