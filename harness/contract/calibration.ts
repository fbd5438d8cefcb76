// How far the verdicts of a run can be trusted, as `results.json` tells it: A/A checks, windows, and what the machine granted.
import { Type } from 'typebox';
import type { Static } from 'typebox';

const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Value = Type.Number();

/** An A/A check: the reference compared with its A/A control. Any difference is the noise of this run. */
export const AaCheck = Type.Object({
  scenario: Type.String(),
  set: Type.String(),
  metric: Type.String(),
  subject: Type.String(),
  scale: Type.Union([Type.Literal('ratio'), Type.Literal('difference')]),
  pairs: Type.Integer({ minimum: 0 }),
  estimate: Nullable(Value),
  low: Nullable(Value),
  high: Nullable(Value),
});
export type AaCheck = Static<typeof AaCheck>;

/** How far the verdicts of this run can be trusted, as measured in this run. */
export const Calibration = Type.Object({
  aaChecks: Type.Array(AaCheck),
  /** All A/A checks of one metric with ratios together. `kept`: the interval reaches into 1 % around 1, and is narrow enough to say something; `open`: it is not, and nothing follows from it. */
  pooled: Type.Array(
    Type.Object({
      metric: Type.String(),
      pairs: Type.Integer(),
      estimate: Value,
      low: Value,
      high: Value,
      kept: Type.Boolean(),
      open: Type.Optional(Type.Boolean()),
    }),
  ),
  /** Chance of at least one false `slower` or `faster` in the whole run, 0 to 1; the intervals are corrected to it. */
  familyError: Value,
  /** The number of intervals that share this chance. */
  intervals: Type.Integer({ minimum: 0 }),
  /** The number of measured windows, and of those with a disturbance that may have changed a number. */
  windows: Type.Object({
    total: Type.Integer(),
    contaminated: Type.Integer(),
    /** Share of all slices in which the process was preempted; null where the kernel does not report it. */
    preemptedShare: Nullable(Value),
    /** Share of the windows' time in which runners waited for a CPU, without the slots of their own partners. */
    waitShare: Nullable(Value),
    /** CPU time of the orchestrator while slices ran, divided by their time. */
    orchestratorShare: Nullable(Value),
  }),
  /** What the machine granted: `pinned to CPU 1`, or the reason why it did not. */
  conditions: Type.Array(Type.Object({ name: Type.String(), kept: Type.Boolean(), text: Type.String() })),
});
export type Calibration = Static<typeof Calibration>;
