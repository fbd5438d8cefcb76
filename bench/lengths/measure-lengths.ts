// Blocks whose rounds have slices of several lengths, in random order in the very same processes: does the length decide a ratio?
import { join } from 'node:path';
import { makeInspector } from '../../harness/orchestrate/conduct/inspect.ts';
import type { InvocationRecord, Subject } from '../../harness/contract/invocation.ts';
import { shuffled, splitMix32 } from '../../harness/contract/payload.ts';
import type { Plan, SlicePlan } from '../../harness/contract/plan.ts';
import { ratioPlan } from '../../harness/plan/slice-plan.ts';
import { runPlan } from '../../harness/run/run-plan.ts';
import { typicalIsCpu } from '../../harness/stats/slice-values.ts';
import type { SliceValues } from '../../harness/stats/slice-values.ts';
import { groupPlan } from '../cross/cross-plan.ts';
import type { CrossCell } from '../cross/cross-plan.ts';
import type { CrossPlaces } from '../cross/measure-cross.ts';
import { LENGTHS, lengthRows } from './length-rows.ts';
import type { LengthRow, LengthSeen } from './length-rows.ts';
import { perOperation } from './per-length.ts';

/** A block: the first subject is the reference. */
export type LengthCell = Pick<CrossCell, 'scenario' | 'set' | 'sliced'> & {
  readonly subjects: readonly Subject[];
};

export interface LengthResult {
  readonly rows: readonly LengthRow[];
  /** Processes that were not proved, one line each. */
  readonly troubles: readonly string[];
}

export interface LengthRequest {
  readonly cells: readonly LengthCell[];
  /** Blocks of a cell. */
  readonly rounds: number;
  readonly seed: number;
  readonly random32: () => number;
}

/** Slots of each length in a block. */
const TURNS = 3;
/** Of the declared length: the warm-up of a run, and as much again, as all lengths share what is left of it. */
const WARMUP_TIMES = 2;

export async function measureLengths(
  { cells, rounds, seed, random32 }: LengthRequest,
  places: CrossPlaces,
  say: (text: string) => void,
): Promise<LengthResult> {
  const rows: LengthRow[] = [];
  const troubles: string[] = [];
  for (const [i, cell] of cells.entries()) {
    const { scenario, set, subjects } = cell;
    const [reference, ...others] = subjects;
    if (reference === undefined) continue;
    say(
      `[${i + 1}/${cells.length}] ${scenario.id}/${set.name}: ${subjects.length} subjects, ${rounds} blocks`,
    );
    const next = splitMix32(seed + i);
    const runDirectory = join(places.scratchDirectory, `lengths-${i}`);
    const blocks: ReadonlyMap<string, LengthSeen>[] = [];
    for (let round = 0; round < rounds && !places.stop.soft.aborted; round++) {
      const lengths = Array.from({ length: TURNS }, () => shuffled([...LENGTHS], next)).flat();
      const slices = mixedPlan(ratioPlan(cell.sliced, set.params), lengths.length);
      const request = { round, seed, next, random32 };
      const plan = groupPlan(cell, request, { name: 'lengths', members: subjects, slices });
      const seen = await oneBlock({ plan, slices, lengths }, { places, runDirectory, troubles });
      blocks.push(new Map([...seen].map(([id, one]) => [id, seenOf(cell, one)])));
    }
    for (const { id } of others)
      rows.push(
        ...lengthRows(
          { scenario: scenario.id, set: set.name, reference: reference.id, subject: id },
          blocks.flatMap((block) => {
            const [base, other] = [block.get(reference.id), block.get(id)];
            return base === undefined || other === undefined ? [] : [{ base, other }];
          }),
        ),
      );
  }
  return { rows, troubles };
}

function mixedPlan(plan: SlicePlan, passes: number): SlicePlan {
  const warmupPasses = plan.warmupPasses * WARMUP_TIMES;
  return { ...plan, shortOperations: 0, warmupPasses, warmupMs: 0, passes };
}

interface MixedBlock {
  readonly plan: Plan;
  readonly slices: SlicePlan;
  /** Of each pass behind the warm-up. */
  readonly lengths: readonly number[];
}

interface Seen {
  readonly record: InvocationRecord;
  readonly values: SliceValues;
}

interface BlockPlaces {
  readonly places: CrossPlaces;
  readonly runDirectory: string;
  readonly troubles: string[];
}

/** What is asked beyond the plan makes the other lengths: of a lead and its slice alike. */
async function oneBlock(
  { plan, slices, lengths }: MixedBlock,
  { places, runDirectory, troubles }: BlockPlaces,
): Promise<ReadonlyMap<string, Seen>> {
  const { runtimes, packageRoot, scratchDirectory, witness, stop, machine } = places;
  const inspect = makeInspector({ runDirectory, runtimes, measure: true, keepTraces: false });
  const byId = new Map(plan.steps.map((step) => [step.invocation, step]));
  const seen = new Map<string, Seen>();
  const slicesASlot = slices.leadOperations > 0 ? 2 : 1;
  for await (const record of runPlan(plan, runtimes, {
    runDirectory,
    scratchDirectory,
    withoutTrail: true,
    witness,
    stop,
    packageRoot: () => packageRoot,
    blocks: {
      machine,
      inject(_step, slice, operations) {
        const times = lengths[Math.floor(slice / slicesASlot) - slices.warmupPasses] ?? 1;
        return Math.round(operations * times) - operations;
      },
    },
  })) {
    const step = byId.get(record.id);
    const values = step && inspect(record, step).values?.slices;
    if (values) seen.set(record.cell.subject, { record, values });
    else troubles.push(`${record.cell.scenario} ${record.id}: ${record.outcome.kind}`);
  }
  return seen;
}

function seenOf({ scenario }: LengthCell, { record, values }: Seen): LengthSeen {
  const { slices } = record;
  if (slices === null) throw new Error(`${record.id} has no slices`);
  const declared = slices.operations;
  return {
    wall: perOperation(values, slices, declared, typicalIsCpu(scenario) ? 'cpuNs' : 'wallNs'),
    cpu: perOperation(values, slices, declared, 'cpuNs'),
  };
}
