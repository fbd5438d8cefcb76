// How long a plan should take: said before the run, and the base of the remaining time while it runs.
import type { Pacing, ParameterSet } from '../contract/scenario.ts';

/**
 * What an invocation costs beside its rounds: spawn, handshake, the traced round, exit, judging. Measured on a two-core
 * virtual machine: 110 to 190 ms with Node, 130 to 260 ms with CPython; only the estimate relies on it.
 */
export const START_COST_MS = 220;

export function expectedMsOf(set: ParameterSet): number {
  return START_COST_MS + budgetMs(set.pacing);
}

function budgetMs({ warmupMs, measuredMs }: Pacing): number {
  return warmupMs + measuredMs;
}
