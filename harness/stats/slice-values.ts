// What the slices of one invocation say, per operation, by wall clock and by CPU.
import { gateSlicesOf } from '../contract/measurement.ts';
import type { SliceRecord, SliceRole } from '../contract/invocation.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { SidecarReader } from '../contract/trace.ts';
import { fixedCost } from './fixed-cost.ts';
import { mean } from './mean.ts';
import { median } from './median.ts';
import type { SliceSeries } from './slice-contrast.ts';

export interface SliceValues {
  /** Of a measured slice, of a lead and of a short slice; 0: there are none. */
  readonly sizes: Pick<SliceRecord, 'operations' | 'leadOperations' | 'shortOperations'>;
  /** Of the measured slices, nanoseconds per operation. */
  readonly wallNs: readonly number[];
  readonly cpuNs: readonly number[];
  /** Mean over the measured slices that kept the CPU, nanoseconds per operation: what a collector takes now and then is in it. */
  readonly meanWallNs: number;
  /** Mean over the measured slices, nanoseconds per operation. */
  readonly meanCpuNs: number;
  /** CPU within measured slices, and what ran between slices since the warm-up, nanoseconds per operation. */
  readonly cpuTotalNs: number;
  /** What one slice costs beside its operations, as a share of a measured one; null: there are no short slices. */
  readonly fixedShare: number | null;
  /** What a lead takes longer than its operations: caches that others have filled. Nanoseconds; null: there are no leads. */
  readonly coldNs: number | null;
  /** Page faults per operation since the warm-up; null: the kernel does not report them. */
  readonly pageFaults: number | null;
  /** How many of `series` were warm-up. */
  readonly warmup: number;
  /** The slices that are compared, in order, warm-up first: leads and short ones are left out. */
  readonly series: SliceSeries;
}

/** One slice as the runner recorded it. */
interface Slice {
  readonly role: SliceRole;
  readonly wallNs: number;
  readonly cpuNs: number;
  readonly cpuEndNs: number;
}

export function sliceValues(record: SliceRecord, reader: SidecarReader): SliceValues {
  const { start, end, cpuStart, cpuEnd } = reader.slices(record.segment);
  const { warmup, operations, leadOperations, shortOperations } = record;
  const all = record.roles.map(
    (role, i): Slice => ({
      role,
      wallNs: (end[i] ?? 0) - (start[i] ?? 0),
      cpuNs: (cpuEnd[i] ?? 0) - (cpuStart[i] ?? 0),
      cpuEndNs: cpuEnd[i] ?? 0,
    }),
  );
  const after = all.slice(warmup);
  const compared = all.filter(({ role }) => role === 'measured');
  const measured = after.filter(({ role }) => role === 'measured');
  if (measured.length === 0) throw new Error('a proof of slices of which none was measured');
  const totalNs = (cpuEnd.at(-1) ?? 0) - (all[warmup - 1]?.cpuEndNs ?? cpuStart[0] ?? 0);
  const betweenNs = totalNs - sum(after.map(({ cpuNs }) => cpuNs));
  const count = operationsOf(record, after);
  const meanCpuNs = mean(measured.map(({ cpuNs }) => cpuNs)) / operations;
  return {
    sizes: { operations, leadOperations, shortOperations },
    wallNs: measured.map(({ wallNs }) => wallNs / operations),
    cpuNs: measured.map(({ cpuNs }) => cpuNs / operations),
    meanWallNs: mean(undisturbed(measured).map(({ wallNs }) => wallNs)) / operations,
    meanCpuNs,
    cpuTotalNs: meanCpuNs + betweenNs / count,
    ...costsOf(record, after),
    pageFaults: record.minorFaults === null ? null : record.minorFaults / count,
    warmup: compared.length - measured.length,
    series: {
      wallNs: compared.map(({ wallNs }) => wallNs),
      cpuNs: compared.map(({ cpuNs }) => cpuNs),
      cpuEndNs: compared.map(({ cpuEndNs }) => cpuEndNs),
      operations,
    },
  };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function operationsOf(
  { operations, leadOperations, shortOperations }: SliceRecord,
  slices: readonly Slice[],
): number {
  const size = { lead: leadOperations, measured: operations, short: shortOperations };
  return sum(slices.map(({ role }) => size[role]));
}

/** A slice that was off the CPU for longer, although it never sleeps, was disturbed by other work. */
const LOST_SHARE = 0.05;
const LOST_NS = 50_000;

/** Those that kept the CPU; all of them where more than half did not: then waiting is what they do. */
function undisturbed(slices: readonly Slice[]): readonly Slice[] {
  const kept = slices.filter(({ wallNs, cpuNs }) => wallNs - cpuNs <= Math.max(LOST_NS, LOST_SHARE * wallNs));
  return 2 * kept.length >= slices.length ? kept : slices;
}

/** By the middle slices: a collector that runs in one of them would be taken for its beginning. */
function costsOf(
  { operations, leadOperations, shortOperations }: SliceRecord,
  slices: readonly Slice[],
): Pick<SliceValues, 'fixedShare' | 'coldNs'> {
  const middleOf = (wanted: SliceRole): number =>
    median(slices.flatMap(({ role, wallNs }) => (role === wanted ? [wallNs] : [])));
  const whole = { operations, ns: middleOf('measured') };
  const hasShort = slices.some(({ role }) => role === 'short');
  const fixed = hasShort ? fixedCost(whole, { operations: shortOperations, ns: middleOf('short') }) : 0;
  return {
    fixedShare: hasShort ? fixed / whole.ns : null,
    coldNs:
      leadOperations === 0 ? null : middleOf('lead') - ((whole.ns - fixed) / operations) * leadOperations,
  };
}

/** Whether what a slice takes is told by its CPU in this scenario. */
export function typicalIsCpu({ measurement }: Scenario): boolean {
  return gateSlicesOf(measurement)?.typical === 'cpu';
}

/** What an operation takes in a slice, nanoseconds. */
export function typicalSlice({ meanWallNs, meanCpuNs }: SliceValues, scenario: Scenario): number {
  return typicalIsCpu(scenario) ? meanCpuNs : meanWallNs;
}
