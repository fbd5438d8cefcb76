// What rule W3 holds against each other: a round as the runner tells it, and what the harness's own witness saw of it.
import type { ClockOffset, RoundRecord } from '../../contract/invocation.ts';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import type { EventColumns } from '../../contract/trace.ts';

export interface WitnessedRound {
  readonly scenario: Scenario;
  readonly stimulus: Stimulus;
  readonly round: RoundRecord;
  readonly clock: ClockOffset | null;
  /** The samples of the round in order; read only where the witness has times for them. */
  readonly samples: () => Iterable<Float64Array>;
  /** The events of a traced round; else there are none. */
  readonly events: () => Iterable<EventColumns>;
}
