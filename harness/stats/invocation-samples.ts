// The samples of the measured rounds of one invocation: in the order in which they were taken, sorted, and summed round by round.
import type { InvocationRecord } from '../contract/invocation.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { SidecarReader } from '../contract/trace.ts';
import { noticeLatencies } from './notice-join.ts';

/** What one measured round has of samples. */
export interface RoundSamples {
  readonly round: number;
  readonly count: number;
  readonly sumNs: number;
}

export interface InvocationSamples {
  /** Notices are already joined with the witness. */
  readonly inOrder: Float64Array;
  readonly sorted: Float64Array;
  readonly rounds: readonly RoundSamples[];
}

export function readSamples(
  record: InvocationRecord,
  scenario: Scenario,
  reader: SidecarReader,
): InvocationSamples {
  const rounds = record.rounds.filter(({ purpose }) => purpose === 'measured');
  const joined = areNotices(scenario);
  const inOrder = new Float64Array(rounds.reduce((sum, round) => sum + (round.samples?.count ?? 0), 0));
  let at = 0;
  const sums = rounds.map(({ round, samples, witness }): RoundSamples => {
    const first = at;
    for (const chunk of samples === null ? [] : reader.samples(samples)) {
      inOrder.set(chunk, at);
      at += chunk.length;
    }
    const own = inOrder.subarray(first, at);
    if (joined) noticeLatencies(own, witness, record.clock);
    return { round, count: own.length, sumNs: own.reduce((sum, ns) => sum + ns, 0) };
  });
  return { inOrder, sorted: inOrder.toSorted(), rounds: sums };
}

/** Whether the runner's samples are moments, which become latencies by what the witness recorded. */
export function areNotices({ metrics }: Scenario): boolean {
  return metrics.some(({ source }) => source.kind === 'sample-quantile' && source.join === 'notice');
}
