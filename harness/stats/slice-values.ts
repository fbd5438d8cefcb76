// What the slices of one invocation say, per operation: by wall clock, by CPU, and over the whole time.
import type { SliceRecord } from '../contract/invocation.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { SidecarReader } from '../contract/trace.ts';
import { median } from './median.ts';
import type { SliceSeries } from './slice-contrast.ts';

export interface SliceValues {
  /** Of the measured slices, nanoseconds per operation. */
  readonly wallNs: readonly number[];
  readonly cpuNs: readonly number[];
  /** From the end of the last warm-up slice to the end of the last slice, what ran between them included, per operation. */
  readonly cpuTotalNs: number;
  /** How many slices were warm-up. */
  readonly warmup: number;
  /** All slices, warm-up first, as contrasts take them. */
  readonly series: SliceSeries;
}

export function sliceValues(record: SliceRecord, reader: SidecarReader): SliceValues {
  const { start, end, cpuStart, cpuEnd } = reader.slices(record.segment);
  const { warmup, operations } = record;
  const all = [...start.keys()];
  const wallNs = all.map((i) => (end[i] ?? 0) - (start[i] ?? 0));
  const cpuNs = all.map((i) => (cpuEnd[i] ?? 0) - (cpuStart[i] ?? 0));
  const measured = all.length - warmup;
  if (measured < 1) throw new Error('a proof of slices of which none was measured');
  const totalNs = (cpuEnd.at(-1) ?? 0) - (warmup === 0 ? (cpuStart[0] ?? 0) : (cpuEnd[warmup - 1] ?? 0));
  const perOperation = (values: readonly number[]): number[] =>
    values.slice(warmup).map((value) => value / operations);
  return {
    wallNs: perOperation(wallNs),
    cpuNs: perOperation(cpuNs),
    cpuTotalNs: totalNs / (operations * measured),
    warmup,
    series: { wallNs, cpuNs, cpuEndNs: [...cpuEnd], operations },
  };
}

/** Whether the typical slice of this scenario is told by its CPU. */
export function typicalIsCpu({ measurement }: Scenario): boolean {
  return measurement.kind === 'sliced' && measurement.typical === 'cpu';
}

export function typicalSlice({ wallNs, cpuNs }: SliceValues, scenario: Scenario): number {
  return median(typicalIsCpu(scenario) ? cpuNs : wallNs);
}
