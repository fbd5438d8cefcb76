// How many rows a runner may record in one round: more than a right one needs, so that what comes too often is a finding and no overflow.
import type { Parameters } from './message.ts';
import type { Scenario } from './scenario.ts';

/** As many again as the scenario needs, and for small rounds some more. */
const FACTOR = 2;
const SPARE_ROWS = 64;

/** What `prepare` grants. Still a bound: a runner that never stops recording is stopped by its recorder. */
export function grantedCapacity(
  scenario: Pick<Scenario, 'capacity'>,
  params: Parameters,
): ReturnType<Scenario['capacity']> {
  const { events, samples } = scenario.capacity(params);
  return { events: FACTOR * events + SPARE_ROWS, samples: FACTOR * samples + SPARE_ROWS };
}
