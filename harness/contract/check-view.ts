// What `results.json` says of a check: the load that it put on the runners, and the styles that it left out.
import { Type } from 'typebox';
import type { Static } from 'typebox';

/** The load that `check --stress` put on the runners. */
export const StressView = Type.Object({
  /** Number of busy processes. */
  processes: Type.Integer({ minimum: 0 }),
  /** Number of stalls of the runners' loops. */
  stalls: Type.Integer({ minimum: 0 }),
});

/** A subject that some scenarios of a check support and that it did not run there. */
export const UncheckedStyle = Type.Object({
  subject: Type.String(),
  /** The number of these scenarios. */
  scenarios: Type.Integer({ minimum: 1 }),
});
export type UncheckedStyle = Static<typeof UncheckedStyle>;
