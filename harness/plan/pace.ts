// The expected duration of a plan: announced before the run, and the base of the remaining time.
import { assertNever } from '../contract/failure.ts';
import type { Block, SlicePlan } from '../contract/plan.ts';

/**
 * What an invocation costs beside its rounds: spawn, handshake, the traced round, exit, judging. Medians on a two-core
 * virtual machine: 130 ms with Node and 100 ms with CPython while it was quiet, 280 and 210 ms while it was busy. Only the
 * estimate relies on it, and that adapts to the pace of the run.
 */
export const START_COST_MS = 200;

export function expectedMsOf({ set, sampling, slices, subjects, sides }: Block): number {
  const { warmupMs, measuredMs } = set.pacing;
  switch (sampling) {
    case 'plain':
      return START_COST_MS + warmupMs + measuredMs;
    case 'duet':
      return START_COST_MS + (warmupMs + measuredMs) / (subjects.length * sides.length + 1);
    case 'sliced':
      return START_COST_MS + slicesMs(slices);
    default:
      return assertNever(sampling);
  }
}

/** The approximate length of one member's slot, with its lead. */
const SLOT_MS = 6;

function slicesMs(slices: SlicePlan | null): number {
  if (slices === null) return 0;
  return Math.max(slices.warmupPasses * SLOT_MS, slices.warmupMs) + slices.passes * SLOT_MS;
}
