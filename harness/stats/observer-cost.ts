// The cost of recording: rounds of one invocation that differ only in the amount recorded.
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { ObserverCost } from '../contract/numbers.ts';
import type { Proof } from '../contract/verdict.ts';
import { median } from './median.ts';

/**
 * CPU time per operation, which a busy machine hardly moves. Rounds of which nothing was recorded prove nothing: that they did the
 * same work is believed because the rounds between them are proved. So this is no measurement, and nothing is compared by it.
 */
export function observerCost(proof: Proof, record: InvocationRecord): ObserverCost | null {
  if (proof.invocation !== record.id)
    throw new Error(`the proof is of ${proof.invocation}, not of ${record.id}`);
  const { scenario, set, subject } = record.cell;
  const of = (purpose: RoundRecord['purpose'], level: RoundRecord['record']): number | null =>
    typical(record.rounds.filter((round) => round.purpose === purpose && round.record === level));
  const none = of('warmup', 'none');
  if (none === null) return null;
  return { scenario, set, subject, full: of('warmup', 'full'), digest: of('measured', 'digest'), none };
}

function typical(rounds: readonly RoundRecord[]): number | null {
  const costs = rounds
    .filter(({ operations }) => operations > 0)
    .map(({ operations, resources }) => (resources.userCpuNs + resources.systemCpuNs) / operations);
  return costs.length === 0 ? null : median(costs);
}
