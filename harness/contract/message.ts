// The runner protocol, version 1: every message that crosses stdin or stdout, as schema and as type.
import { Type } from 'typebox';
import type { Static } from 'typebox';

/** The version both sides must name in `hello` and `ready`. */
export const PROTOCOL_VERSION = 1;

/** A line longer than this many bytes is a protocol error, in either direction. */
export const MAX_LINE_BYTES = 1024 * 1024;

const LARGEST_INTEGER = Number.MAX_SAFE_INTEGER;
const Id = Type.Integer({
  minimum: 0,
  maximum: LARGEST_INTEGER,
  description: 'Chosen by the harness, repeated by the reply.',
});
const Nanoseconds = Type.Integer({
  minimum: 0,
  maximum: LARGEST_INTEGER,
  description: 'Nanoseconds since the epoch of the runner.',
});
const Duration = Type.Integer({ minimum: 0, maximum: LARGEST_INTEGER, description: 'Nanoseconds.' });
const Count = Type.Integer({ minimum: 0, maximum: LARGEST_INTEGER });
const Unsigned32 = Type.Integer({ minimum: 0, maximum: 0xffffffff });
const Name = Type.String({ minLength: 1, maxLength: 200 });
/** The same as a name of a field: there JSON Schema knows patterns alone. A pair of surrogates is one character, with and without `u`. */
const FieldName = Type.String({ pattern: String.raw`^(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]){1,200}$` });
const ByName = { additionalProperties: false } as const;

/** Where something listens: a TCP address on loopback, or the path of a Unix socket. */
export const Endpoint = Type.Union([
  Type.Object({ kind: Type.Literal('tcp'), host: Name, port: Type.Integer({ minimum: 1, maximum: 65535 }) }),
  Type.Object({ kind: Type.Literal('unix'), path: Type.String({ minLength: 1, maxLength: 107 }) }),
]);
export type Endpoint = Static<typeof Endpoint>;

/** A parameter of a scenario. Durations carry their unit in the name. */
export const ParameterValue = Type.Union([Type.Number(), Type.String({ maxLength: 1000 }), Type.Boolean()]);
export const Parameters = Type.Record(FieldName, ParameterValue, ByName);
export type Parameters = Readonly<Record<string, number | string | boolean>>;

/** How the events of one kind count towards the canonical form of their key. */
export const EventOrder = Type.Union([Type.Literal('sequence'), Type.Literal('free'), Type.Literal('raw')]);
export type EventOrder = Static<typeof EventOrder>;

export const AlphabetEntry = Type.Object({
  name: Name,
  code: Type.Integer({ minimum: 1, maximum: 65535 }),
  order: EventOrder,
});
export type AlphabetEntry = Static<typeof AlphabetEntry>;

export const Hello = Type.Object({
  kind: Type.Literal('hello'),
  id: Id,
  protocol: Type.Integer({ minimum: 1, maximum: LARGEST_INTEGER }),
  harness: Type.Object({ name: Name, version: Name }),
});
export const ClockRequest = Type.Object({ kind: Type.Literal('clock'), id: Id });
export const Prepare = Type.Object({
  kind: Type.Literal('prepare'),
  id: Id,
  scenario: Name,
  style: Name,
  params: Parameters,
  seed: Unsigned32,
  nonce: Type.String({
    pattern: '^[0-9a-f]{16}$',
    description: 'New for each invocation; part of every payload.',
  }),
  directory: Type.String({
    minLength: 1,
    description: 'Absolute path of an empty directory for this invocation.',
  }),
  endpoints: Type.Record(FieldName, Endpoint, {
    ...ByName,
    description: 'Where the harness listens on the other side.',
  }),
  sidecar: Type.Object({ samples: Type.String({ minLength: 1 }), events: Type.String({ minLength: 1 }) }),
  alphabet: Type.Array(AlphabetEntry, { maxItems: 256 }),
  capacity: Type.Object(
    { events: Count, samples: Count },
    { description: 'The most rows that one round may record.' },
  ),
  heapBlockBytes: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 64 * 1024 * 1024,
      description:
        'Memory that the runner allocates outside of any managed heap before it opens the workload, and keeps: it moves the layout of the heap.',
    }),
  ),
  trail: Type.Optional(
    Type.String({
      minLength: 1,
      description:
        'The file in which each event of a round with `record: full` stands as soon as it was emitted, see `trail.ts`. Only for runners with the capability `trail`.',
    }),
  ),
});
export const RoundPurpose = Type.Union([
  Type.Literal('warmup'),
  Type.Literal('measured'),
  Type.Literal('traced'),
]);
export type RoundPurpose = Static<typeof RoundPurpose>;
export const RecordLevel = Type.Union([Type.Literal('full'), Type.Literal('digest'), Type.Literal('none')]);
export type RecordLevel = Static<typeof RecordLevel>;
/** The runner's loop is busy for `forMs`, beginning `afterMs` after the end of the last stall or after the beginning of the round. */
export const Stall = Type.Object({
  afterMs: Type.Integer({ minimum: 1, maximum: 1000 }),
  forMs: Type.Integer({ minimum: 1, maximum: 1000 }),
});
export type Stall = Static<typeof Stall>;
export const Round = Type.Object({
  kind: Type.Literal('round'),
  id: Id,
  round: Count,
  purpose: RoundPurpose,
  record: RecordLevel,
  limitNs: Duration,
  endpoints: Type.Record(FieldName, Endpoint, {
    ...ByName,
    description: 'Overrides of the endpoints of `prepare`, for this round only.',
  }),
  stalls: Type.Optional(
    Type.Array(Stall, {
      maxItems: 100,
      description: 'Stalls of the loop, one after the other. Only for runners with the capability `stalls`.',
    }),
  ),
});
/** The file descriptor on which tokens travel: a stream socket that the harness gives to every runner. */
export const TOKEN_FILE = 3;
/** A token is the operations of one slice, an unsigned 32-bit little-endian integer; 0 ends the slices. */
export const TOKEN_BYTES = 4;
/** What a runner writes to the token file after each slice: one byte. */
export const SLICE_DONE = 1;
export const SLICE_FAILED = 0;

/**
 * From here on the runner blocks on `TOKEN_FILE`: each token is one slice, answered by one byte, until the token 0. Then it answers
 * `sliced`. Only for runners with the capability `slices`, once, before the first round or after any.
 */
export const Slices = Type.Object({
  kind: Type.Literal('slices'),
  id: Id,
  capacity: Type.Integer({
    minimum: 1,
    maximum: 1_000_000,
    description: 'The greatest number of slices that will be requested.',
  }),
});
export const Finish = Type.Object({ kind: Type.Literal('finish'), id: Id });
/**
 * Gives up the round that is under way, or asks about the one that has just failed: what had been recorded? It does not wait for its
 * turn: the request `round` gets no reply any more. The last request of an invocation. Only for runners with the capability `halt`.
 */
export const Halt = Type.Object({ kind: Type.Literal('halt'), id: Id });

/** What the harness says to a runner: one JSON object a line, on the runner's stdin. */
export const HarnessMessage = Type.Union([Hello, ClockRequest, Prepare, Round, Slices, Finish, Halt]);
export type HarnessMessage = Static<typeof HarnessMessage>;
export type PrepareMessage = Static<typeof Prepare>;
export type RoundMessage = Static<typeof Round>;

export const Ready = Type.Object({
  kind: Type.Literal('ready'),
  id: Id,
  protocol: Type.Integer({ minimum: 1, maximum: LARGEST_INTEGER }),
  runner: Type.Object({ id: Name, version: Name, homepage: Type.String({ maxLength: 500 }) }),
  runtime: Type.Object({
    name: Name,
    version: Name,
    loop: Name,
    executable: Type.String({ minLength: 1, maxLength: 4096 }),
    implementation: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        description: 'The implementation of the language, as the manifest names it: `cpython`, `node`.',
      }),
    ),
  }),
  clock: Type.Object({
    name: Name,
    resolutionNs: Type.Integer({ minimum: 1, maximum: LARGEST_INTEGER }),
    epochNs: Type.Union([Type.String({ pattern: '^[0-9]{1,20}$' }), Type.Null()], {
      description:
        'The epoch of the runner on the named clock, when that clock is shared between processes; else null.',
    }),
  }),
  scenarios: Type.Array(Type.Object({ id: Name, styles: Type.Array(Name, { maxItems: 64 }) }), {
    maxItems: 1000,
  }),
  capabilities: Type.Array(Name, { maxItems: 100 }),
});
export const ClockReply = Type.Object({ kind: Type.Literal('clock'), id: Id, nowNs: Nanoseconds });
export const Prepared = Type.Object({
  kind: Type.Literal('prepared'),
  id: Id,
  endpoints: Type.Record(FieldName, Endpoint, { ...ByName, description: 'Where the workload listens.' }),
});
export const RefusalCode = Type.Union([
  Type.Literal('unsupported'),
  Type.Literal('bad-params'),
  Type.Literal('bad-message'),
  Type.Literal('bad-state'),
]);
export const Refused = Type.Object({
  kind: Type.Literal('refused'),
  id: Type.Union([Id, Type.Null()], { description: 'Null when the line could not be read as a message.' }),
  code: RefusalCode,
  reason: Type.String({ maxLength: 4000 }),
});
/** The canonical form of one key: how many events, and their digests. See `digest.ts`. */
export const KeyDigest = Type.Object({
  key: Unsigned32,
  sequence: Type.Optional(Type.Object({ count: Count, crc: Unsigned32 })),
  free: Type.Optional(Type.Object({ count: Count, low: Unsigned32, high: Unsigned32 })),
});
export type KeyDigest = Static<typeof KeyDigest>;
/** The position of a segment in a sidecar file: its first byte, and its number of rows. */
export const SegmentReference = Type.Object({ offset: Count, count: Count });
export type SegmentReference = Static<typeof SegmentReference>;
const Measured = Type.Union([Duration, Type.Null()]);
export const Resources = Type.Object({
  userCpuNs: Duration,
  systemCpuNs: Duration,
  voluntarySwitches: Count,
  involuntarySwitches: Count,
  peakResidentBytes: Count,
  runNs: Measured,
  waitNs: Measured,
  gcPauseNs: Measured,
});
export type Resources = Static<typeof Resources>;
export const Rounded = Type.Object({
  kind: Type.Literal('rounded'),
  id: Id,
  round: Count,
  startNs: Nanoseconds,
  endNs: Nanoseconds,
  operations: Count,
  counts: Type.Record(FieldName, Count, { ...ByName, description: 'Events by kind.' }),
  digests: Type.Array(KeyDigest, { maxItems: 8192 }),
  samples: Type.Union([SegmentReference, Type.Null()]),
  events: Type.Union([SegmentReference, Type.Null()]),
  resources: Resources,
  stalls: Type.Optional(Count),
});
export type RoundedMessage = Static<typeof Rounded>;
export const Sliced = Type.Object({
  kind: Type.Literal('sliced'),
  id: Id,
  operations: Count,
  slices: SegmentReference,
});
export type SlicedMessage = Static<typeof Sliced>;
export const Finished = Type.Object({
  kind: Type.Literal('finished'),
  id: Id,
  totals: Type.Object({ rounds: Count, slices: Count, operations: Count, events: Count }),
});
/** The events of the round so far, as a segment like that of `rounded`; times are 0 where none were recorded. Null for a round with `record: none`. */
export const Halted = Type.Object({
  kind: Type.Literal('halted'),
  id: Id,
  round: Count,
  events: Type.Union([SegmentReference, Type.Null()]),
});
export type HaltedMessage = Static<typeof Halted>;
export const Failed = Type.Object({
  kind: Type.Literal('failed'),
  id: Id,
  code: Name,
  message: Type.String({ maxLength: 16000 }),
  definite: Type.Boolean({
    description: 'True when the operation certainly did not happen; false when it may have.',
  }),
});

/** What a runner says to the harness: one JSON object a line, on the runner's stdout. */
export const RunnerMessage = Type.Union([
  Ready,
  ClockReply,
  Prepared,
  Refused,
  Rounded,
  Sliced,
  Finished,
  Halted,
  Failed,
]);
export type RunnerMessage = Static<typeof RunnerMessage>;
export type ReadyMessage = Static<typeof Ready>;
export type FinishedMessage = Static<typeof Finished>;
export type RefusedMessage = Static<typeof Refused>;
export type FailedMessage = Static<typeof Failed>;
