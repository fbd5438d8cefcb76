// How long a plan should take: said before the run, and the base of the remaining time while it runs.
import type { Pacing, ParameterSet } from '../contract/scenario.ts';

/**
 * What an invocation costs beside its rounds: spawn, handshake, the traced round, exit, judging. Medians on a two-core
 * virtual machine: 130 ms with Node and 100 ms with CPython while it was quiet, 280 and 210 ms while it was busy. Only the
 * estimate relies on it, and that adapts to the pace of the run.
 */
export const START_COST_MS = 200;

export function expectedMsOf(set: ParameterSet): number {
  return START_COST_MS + budgetMs(set.pacing);
}

function budgetMs({ warmupMs, measuredMs }: Pacing): number {
  return warmupMs + measuredMs;
}
