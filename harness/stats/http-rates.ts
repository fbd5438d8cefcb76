// What the harness's HTTP clients found at each rate: the latencies, and whether it was the clients themselves that were measured.
import type { RoundRecord } from '../contract/invocation.ts';
import type { Plausibility } from '../contract/numbers.ts';
import type { RateTally } from '../contract/witness.ts';

/** A client that is busy for more of its time waits for itself: its rate and its latencies say nothing of the server. */
const MOST_BUSY = 0.85;

/** Of all these rounds, in nanoseconds, ascending. */
export function rateLatencies(rounds: readonly RoundRecord[], rate: number): Float64Array {
  return Float64Array.from(tallies(rounds).flatMap((rates) => rates[rate]?.latenciesNs ?? [])).sort();
}

/** The share of the time in which the clients were busy, at the rate at which it is greatest; null where there are no clients. */
function peerUtilisation(rounds: readonly RoundRecord[]): number | null {
  const of = tallies(rounds);
  const shares = (of[0] ?? []).map((_, rate) => shareOf(of.flatMap((rates) => rates[rate] ?? [])));
  return shares.length === 0 ? null : Math.max(...shares);
}

/** Without clients there is nothing to check. */
export function peerChecks(rounds: readonly RoundRecord[]): Plausibility[] {
  const share = peerUtilisation(rounds.filter(({ purpose }) => purpose === 'measured'));
  if (share === null) return [];
  const kept = share <= MOST_BUSY;
  const text = `the harness's clients were busy for ${share.toFixed(2)} of the time at the rate that took most of it`;
  const why = `; above ${MOST_BUSY} the row is peer-bound: it shows the clients, not the server`;
  return [{ check: 'peer', kept, text: kept ? text : `${text}${why}` }];
}

function tallies(rounds: readonly RoundRecord[]): (readonly RateTally[])[] {
  return rounds.flatMap(({ witness }) => (witness?.kind === 'http-clients' ? [witness.rates] : []));
}

function shareOf(steps: readonly RateTally[]): number {
  const lastedNs = steps.reduce((sum, step) => sum + step.lastedNs, 0);
  return lastedNs === 0 ? 0 : steps.reduce((sum, step) => sum + step.busyNs, 0) / lastedNs;
}
