// The queue of a run under a time budget: every block as often as the others, or, where there is time for more, first those that are nearest to verdicts.
import type { InvocationRecord } from '../../contract/invocation.ts';
import { repeatsOf } from '../../contract/measurement.ts';
import type { Block, Plan } from '../../contract/plan.ts';
import { samplingPlanOf } from '../../contract/scenario.ts';
import { expectedMsOf } from '../../plan/pace.ts';
import { spendTime } from '../../plan/spend-time.ts';
import type { BlockOutlook, Spending } from '../../plan/spend-time.ts';
import type { WorkQueue, WorkUnit } from '../../run/run-queue.ts';
import { LOOKS } from '../../stats/group-sequential.ts';
import { median } from '../../stats/median.ts';
import { isDone, unitsOf } from './plan-queue.ts';
import type { PlannedUnit } from './plan-queue.ts';

/** Pairs from which the next is steered; no interval is read there (decision 0019). */
export const PILOT = 6;

/**
 * A budget for fewer repetitions of every block is not steered: what looks cost in width is more than what they find (decision 0019). It is
 * the second look: below it no block can be looked at twice.
 */
export const STEERED_FROM = LOOKS[1] ?? 0;
/** A budget for fewer repetitions of every block than this has intervals for some blocks only. */
const DEEP_BELOW = 4;

/** When the last block must have ended. */
export interface TimeBudget {
  readonly endMs: number;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

/** What an earlier process did of the plan. */
export interface EarlierWork {
  readonly done: ReadonlySet<string>;
  readonly records: readonly InvocationRecord[];
}

const NOTHING: EarlierWork = { done: new Set(), records: [] };

export type RowsOutlook = Pick<BlockOutlook, 'undecided' | 'rows'>;

export interface BudgetQueue extends WorkQueue {
  ended(unit: WorkUnit): void;
  /** Units of the plan for which there was no time, or no need. */
  left(): readonly PlannedUnit[];
  /** True: what was measured decides who comes next. Known when every block has run once; from then on it stays. */
  steered(): boolean;
}

/** The blocks of a plan, as far as they were carried out. */
interface BlockQueue {
  readonly id: string;
  readonly alone: boolean;
  readonly repeats: number;
  readonly compared: number;
  readonly expectedMs: number;
  readonly units: PlannedUnit[];
  readonly tookMs: number[];
  begun: number;
}

/** `outlook` tells of each block what its pairs say so far: it is asked only when every block has its pilot, or has no time left for it. */
export function budgetQueue(
  plan: Plan,
  cpus: number,
  { endMs, now }: TimeBudget,
  outlook: () => ReadonlyMap<string, RowsOutlook>,
  earlier: EarlierWork = NOTHING,
): BudgetQueue {
  const blocks = blocksOf(plan, earlier);
  const beganMs = new Map<WorkUnit, number>();
  const width = Math.max(1, cpus);
  // Two repetitions of everything may be all that a short budget has time for: it begins with one.
  const step = passesWithin(blocks, endMs - now(), width) < DEEP_BELOW ? 1 : width;
  let target: Spending | null = null;
  let passes: number | null = null;

  const choose = (): Spending | null => {
    const possible = blocks.filter((block) => block.units.length > 0 && fits(block));
    if (possible.length === 0) return blocks.every(({ begun }) => begun === 0) ? shortest(blocks) : null;
    if (blocks.every(({ tookMs }) => tookMs.length > 0))
      passes ??= passesWithin(blocks, endMs - now(), width);
    const pilot = passes !== null && passes < STEERED_FROM ? Number.POSITIVE_INFINITY : PILOT;
    const deep = passes !== null && passes < DEEP_BELOW;
    const known = possible.some(({ begun, repeats }) => begun < pilot * repeats) ? null : outlook();
    const outlooks = blocks.map((block) => blockOutlook(block, width, known));
    return spendTime(outlooks, endMs - now(), { pilot, looks: LOOKS, step, deep });
  };
  return {
    next() {
      const chosen = blocks.find(({ id }) => id === target?.id);
      if (chosen === undefined || chosen.begun >= (target?.pairs ?? 0) || !fits(chosen)) target = choose();
      const block = blocks.find(({ id }) => id === target?.id);
      const unit = block?.units.shift();
      if (block === undefined || unit === undefined) return null;
      block.begun++;
      beganMs.set(unit, now());
      return unit;
    },
    ended(unit) {
      const block = blocks.find(({ id }) => id === unit.steps[0]?.block.id);
      const began = beganMs.get(unit);
      if (block !== undefined && began !== undefined) block.tookMs.push(now() - began);
    },
    left: () => blocks.flatMap(({ units }) => units),
    steered: () => passes === null || passes >= STEERED_FROM,
  };

  function fits(block: BlockQueue): boolean {
    return lastsMsOf(block) <= endMs - now();
  }
}

/** A start that took the whole time leaves one repetition all the same: a run without any would say nothing at all. */
function shortest(blocks: readonly BlockQueue[]): Spending | null {
  const [first] = blocks
    .filter(({ units }) => units.length > 0)
    .toSorted((a, b) => a.expectedMs - b.expectedMs);
  return first === undefined ? null : { id: first.id, pairs: 1 };
}

/** How often everything fits into the time, by what repetitions took or are expected to take: neither values nor verdicts are looked at. */
function passesWithin(blocks: readonly BlockQueue[], leftMs: number, width: number): number {
  const allMs = blocks.reduce((sum, block) => sum + block.repeats * costMsOf(block, width), 0);
  const fewest = Math.min(...blocks.map(({ begun, repeats }) => begun / repeats));
  return fewest + leftMs / allMs;
}

function blockOutlook(
  block: BlockQueue,
  width: number,
  known: ReadonlyMap<string, RowsOutlook> | null,
): BlockOutlook {
  const { id, repeats, begun, units, compared } = block;
  return {
    id,
    repeats,
    compared,
    pairs: begun,
    most: begun + units.length,
    lastsMs: lastsMsOf(block),
    ms: costMsOf(block, width),
    ...(known?.get(id) ?? { undecided: [], rows: 1 }),
  };
}

/** Less than it lasts where several run at once. */
const costMsOf = (block: BlockQueue, width: number): number =>
  block.alone ? lastsMsOf(block) : lastsMsOf(block) / width;

/** Of its next repetition. */
const lastsMsOf = ({ tookMs, expectedMs }: BlockQueue): number =>
  tookMs.length === 0 ? expectedMs : median(tookMs);

/** Primary rows that the plan compares. */
function comparedRows({ scenario, subjects }: Block): number {
  return Math.max(0, subjects.length - 1) * scenario.metrics.filter(({ primary }) => primary).length;
}

/** In the drawn order of the first repetition, those that need the machine to themselves last: a pilot changes between the two only once. */
function blocksOf({ steps }: Plan, { done, records }: EarlierWork): BlockQueue[] {
  const blocks = new Map<string, BlockQueue>();
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const unit of unitsOf(steps)) {
    const block = blocks.get(unit.block.id) ?? emptyQueue(unit);
    blocks.set(unit.block.id, block);
    if (!isDone(unit, done)) {
      block.units.push(unit);
      continue;
    }
    block.begun++;
    block.tookMs.push(lastedMs(unit.steps.flatMap(({ invocation }) => byId.get(invocation) ?? [])));
  }
  return [...blocks.values()].toSorted((a, b) => Number(a.alone) - Number(b.alone));
}

function emptyQueue({ block, steps }: PlannedUnit): BlockQueue {
  return {
    id: block.id,
    alone: block.alone,
    compared: comparedRows(block),
    repeats: repeatsOf(samplingPlanOf(block.scenario, block.set)),
    expectedMs: steps.length * expectedMsOf(block),
    units: [],
    tookMs: [],
    begun: 0,
  };
}

/** From the first start to the last end. */
function lastedMs(records: readonly InvocationRecord[]): number {
  const ends = records.map(({ startedAtMs, wallMs }) => startedAtMs + wallMs);
  return Math.max(0, Math.max(...ends) - Math.min(...records.map(({ startedAtMs }) => startedAtMs)));
}
