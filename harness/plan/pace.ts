// How long a plan should take: said before the run, and the base of the remaining time while it runs.
import { assertNever } from '../contract/failure.ts';
import type { Block, SlicePlan } from '../contract/plan.ts';
import { measurementOf } from '../contract/scenario.ts';
import type { Measurement } from '../contract/scenario.ts';

/**
 * What an invocation costs beside its rounds: spawn, handshake, the traced round, exit, judging. Medians on a two-core
 * virtual machine: 130 ms with Node and 100 ms with CPython while it was quiet, 280 and 210 ms while it was busy. Only the
 * estimate relies on it, and that adapts to the pace of the run.
 */
export const START_COST_MS = 200;

export function expectedMsOf({ set, mode, slices, scenario, subjects, sides }: Block): number {
  const { warmupMs, measuredMs } = set.pacing;
  switch (mode) {
    case 'plain':
      return START_COST_MS + warmupMs + measuredMs;
    case 'duet':
      return START_COST_MS + (warmupMs + measuredMs) / (subjects.length * sides.length + 1);
    case 'sliced':
      return START_COST_MS + slicesMs(measurementOf(scenario, set), slices);
    default:
      return assertNever(mode);
  }
}

/** What a wave or a gathering takes, about, where the length of a slice is not given. */
const LONG_SLICE_MS = 12;
/** Of the time of a block that passes in slices. */
const DUTY = 0.85;

function slicesMs(measurement: Measurement, slices: SlicePlan | null): number {
  if (measurement.kind !== 'sliced' || slices === null) return 0;
  const sliceMs = 'ms' in measurement.slice ? measurement.slice.ms : LONG_SLICE_MS;
  const warmupMs = Math.max(slices.warmupSlices * sliceMs, slices.warmupMs);
  return (warmupMs + slices.slices * sliceMs) / DUTY;
}
