// The number of rows that a runner may record in one round: more than a correct runner needs, so that surplus events are a finding instead of an overflow.
import type { Parameters } from './message.ts';
import type { Scenario } from './scenario.ts';

/** Twice the rows that the scenario needs, and some more for small rounds. */
const FACTOR = 2;
const SPARE_ROWS = 64;

/** The capacity that `prepare` grants. It is still a bound: the recorder stops a runner that records without end. */
export function grantedCapacity(
  scenario: Pick<Scenario, 'capacity'>,
  params: Parameters,
): ReturnType<Scenario['capacity']> {
  const { events, samples } = scenario.capacity(params);
  return { events: FACTOR * events + SPARE_ROWS, samples: FACTOR * samples + SPARE_ROWS };
}
