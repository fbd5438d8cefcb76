// What `--ndjson` writes: one JSON document per line, as the events happen.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { InvocationCounts } from './invocation-counts.ts';
import { Comparison, Reason } from './result.ts';
import { ConformanceVerdict } from './verdict.ts';

const EVENT_SCHEMA = 'evenloop/event@2';

const Value = Type.Number();

/** The plan is complete; nothing has started yet. */
const Planned = Type.Object({
  kind: Type.Literal('planned'),
  profile: Type.String(),
  seed: Type.Integer(),
  repetitions: Type.Integer(),
  invocations: Type.Integer({ minimum: 0 }),
  expectedMs: Value,
  cells: Type.Array(Type.String()),
});

/** One invocation has ended and was judged. */
const Invoked = Type.Object({
  kind: Type.Literal('invocation'),
  invocation: Type.String(),
  cell: Type.String(),
  repetition: Type.Integer({ minimum: 0 }),
  /** The number of invocations that have ended, this one included. */
  finished: Type.Integer({ minimum: 1 }),
  /** Null: it kept its contract. */
  trouble: Type.Union([Type.String(), Type.Null()]),
  leftMs: Value,
});

/** The verdict on a cell, from all its invocations. */
const Judged = Type.Object({
  kind: Type.Literal('cell'),
  cell: Type.String(),
  scenario: Type.String(),
  set: Type.String(),
  subject: Type.String(),
  side: Type.Union([Type.Literal('head'), Type.Literal('base'), Type.Literal('control')]),
  verdict: ConformanceVerdict,
  invocations: InvocationCounts,
  reason: Type.String(),
  /** Empty without a proof. */
  measurements: Type.Array(Type.Object({ metric: Type.String(), value: Value, low: Value, high: Value })),
});

const Compared = Type.Object({ kind: Type.Literal('comparison'), comparison: Comparison });

/** The last one: the results are written. */
const Finished = Type.Object({
  kind: Type.Literal('finished'),
  run: Type.String(),
  complete: Type.Boolean(),
  interrupted: Type.Boolean(),
  wallMs: Value,
  /** Path of `results.json`. */
  results: Type.String(),
  exit: Type.Object({ code: Type.Integer(), reasons: Type.Array(Reason) }),
});

const EventBody = Type.Union([Planned, Invoked, Judged, Compared, Finished]);
export type EventBody = Static<typeof EventBody>;

export const RunEvent = Type.Object({
  schema: Type.Literal(EVENT_SCHEMA),
  /** From 0, without gaps. */
  number: Type.Integer({ minimum: 0 }),
  /** Milliseconds since 1970. */
  atMs: Type.Integer(),
  event: EventBody,
});
export type RunEvent = Static<typeof RunEvent>;
