// The values of slices for tests: of slices that are all measured, none of them disturbed, and changed where a test says so.
import { mean } from '../stats/mean.ts';
import type { SliceValues } from '../stats/slice-values.ts';
import type { SliceSeries } from '../stats/slice-contrast.ts';

/** `series` begins with its warm-up. */
export function valuesOfSlices(
  series: SliceSeries,
  warmup: number,
  changes: Partial<SliceValues> = {},
): SliceValues {
  const { wallNs, cpuNs, cpuEndNs, operations } = series;
  const measured = (all: readonly number[]): number[] => all.slice(warmup).map((ns) => ns / operations);
  const [wall, cpu] = [measured(wallNs), measured(cpuNs ?? wallNs)];
  const usedNs = (cpuEndNs?.at(-1) ?? operations) - (cpuEndNs?.[warmup - 1] ?? 0);
  return {
    sizes: { operations, leadOperations: 0, shortOperations: 0 },
    wallNs: wall,
    cpuNs: cpu,
    meanWallNs: mean(wall),
    meanCpuNs: mean(cpu),
    cpuTotalNs: usedNs / (operations * wall.length),
    fixedShare: null,
    coldNs: null,
    pageFaults: null,
    warmup,
    series,
    ...changes,
  };
}
