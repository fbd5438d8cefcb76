// Runs the blocks of one calibrated cell and makes the pairs of each slowdown: its member beside the base of the same block.
import type { PairValue } from '../compare/decide-interim.ts';
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Pair } from '../contract/pairs.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { BenchConditions } from '../run/block/bench-conditions.ts';
import { harnessNow } from '../run/clock.ts';
import { runPlan } from '../run/run-plan.ts';
import type { SliceWindow } from '../run/block/slice-block.ts';
import type { WitnessHost } from '../run/witness/port.ts';
import type { SliceValues } from '../stats/slice-values.ts';
import { typicalIsCpu } from '../stats/slice-values.ts';
import { makeInspector } from '../orchestrate/conduct/inspect.ts';
import { alignedContrast } from '../orchestrate/conduct/slice-contrasts.ts';
import type { RunStop } from '../orchestrate/stop.ts';
import type { CalibratedCell, CalibrationPlan } from './calibration-plan.ts';
import { extraOperations } from './slowdowns.ts';

export interface CollectPlaces {
  readonly runtime: Runtime;
  readonly packageRoot: string;
  /** Where sidecars go; emptied of proved traces as always. */
  readonly runDirectory: string;
  readonly scratchDirectory: string;
  readonly witness: WitnessHost;
  readonly stop: RunStop;
  readonly machine: BenchConditions;
  /** What comes from a runner, before it is looked at: a calibration may take something away. */
  readonly seen?: (record: InvocationRecord) => InvocationRecord;
  readonly onWindow: (window: SliceWindow) => void;
}

/** One block of which every member was proved. */
export interface CollectedBlock {
  readonly repetition: number;
  /** By the id of the slowdown. */
  readonly values: ReadonlyMap<string, PairValue>;
  readonly pairs: ReadonlyMap<string, Pair>;
  /** From the start of its first process to the end of its last, in milliseconds. */
  readonly wallMs: number;
}

export interface Trouble {
  readonly repetition: number;
  readonly text: string;
}

/** Block by block; a block of which a member failed or was not proved is a trouble and has no pairs. */
export async function* collectPairs(
  cell: CalibratedCell,
  { plan, roles }: CalibrationPlan,
  places: CollectPlaces,
): AsyncGenerator<CollectedBlock | Trouble, void, undefined> {
  const { runtime, packageRoot, runDirectory, stop, machine, onWindow } = places;
  const inspect = makeInspector({ runDirectory, runtimes: [runtime], measure: true, keepTraces: false });
  const steps = new Map(plan.steps.map((step) => [step.invocation, step]));
  let members: { readonly record: InvocationRecord; readonly slices: SliceValues | null }[] = [];
  let beganNs = harnessNow();
  const size = roles.size / plan.repetitions;
  const records = runPlan(plan, [runtime], {
    runDirectory,
    scratchDirectory: places.scratchDirectory,
    withoutTrail: true,
    witness: places.witness,
    stop,
    packageRoot: () => packageRoot,
    blocks: {
      machine,
      onWindow,
      inject(step, slice, operations) {
        const slowdown = roles.get(step.invocation)?.slowdown ?? null;
        return slowdown === null ? 0 : extraOperations(slowdown, step.secret, slice, operations);
      },
    },
  });
  for await (const arrived of records) {
    const record = places.seen?.(arrived) ?? arrived;
    const step = steps.get(record.id);
    if (step === undefined) throw new Error(`an unplanned invocation: ${record.id}`);
    members.push({ record, slices: inspect(record, step).values?.slices ?? null });
    if (members.length < size) continue;
    yield blockOf(cell, members, roles, (harnessNow() - beganNs) / 1e6);
    members = [];
    beganNs = harnessNow();
  }
}

function blockOf(
  cell: CalibratedCell,
  members: readonly { readonly record: InvocationRecord; readonly slices: SliceValues | null }[],
  roles: CalibrationPlan['roles'],
  wallMs: number,
): CollectedBlock | Trouble {
  const repetition = members[0]?.record.repetition ?? 0;
  const bad = members.find(({ slices }) => slices === null);
  if (bad !== undefined)
    return {
      repetition,
      text: `${bad.record.id}: ${bad.record.outcome.kind === 'ok' ? 'not proved' : bad.record.outcome.kind}`,
    };
  const base = members.find(({ record }) => roles.get(record.id)?.slowdown === null);
  const values = new Map<string, PairValue>();
  const pairs = new Map<string, Pair>();
  for (const member of members) {
    const { slowdown = null, place = 0 } = roles.get(member.record.id) ?? {};
    if (slowdown === null || !base?.slices || member.slices === null) continue;
    const first = (roles.get(base.record.id)?.place ?? 0) < place ? 'a' : 'b';
    const value = valueOf(cell, base.slices, member.slices, first);
    if (value === null)
      return { repetition, text: `${member.record.id}: the CPU time of a slice is too short to be measured` };
    values.set(slowdown.id, value);
    pairs.set(slowdown.id, { first, a: sideOf(base.slices), b: sideOf(member.slices) });
  }
  return { repetition, values, pairs, wallMs };
}

function valueOf(cell: CalibratedCell, a: SliceValues, b: SliceValues, first: 'a' | 'b'): PairValue | null {
  const contrast = alignedContrast(a, b);
  if (contrast === null) return null;
  const { wallMedian, cpuMedian, cpuTotal } = contrast;
  const sliceMedian = typicalIsCpu(cell.scenario) ? cpuMedian : wallMedian;
  return sliceMedian === null || cpuTotal === null ? null : { first, sliceMedian, cpuMean: cpuTotal };
}

function sideOf({ series }: SliceValues): Pair['a'] {
  return { slicesNs: [...series.wallNs], cpuNs: [...(series.cpuNs ?? [])], operations: series.operations };
}
