// What the store keeps of a run: one immutable file a run, and files that many runs share: the rows of a suite, a machine.
import { Type } from 'typebox';
import type { Static } from 'typebox';

/** `format.json`: what the folder or the ref is. */
export const ARCHIVE_FORMAT = 'evenloop/store@1';

const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const CLOSED = { additionalProperties: false } as const;
/** The first 16 digits of a SHA-256. */
const Key = Type.String({ pattern: '^[0-9a-f]{16}$' });
const Column = Type.Array(Nullable(Type.Number()));

/** What a number is of. Two runs with equal rows measured the same, and null is what the source does not say. */
export const ArchivedRow = Type.Object(
  {
    /** A scenario, or the name that another tool gave. */
    benchmark: Type.String(),
    /** A change of it is a change of what is measured: it begins a new series. */
    version: Nullable(Type.String()),
    set: Type.String(),
    /** As canonical JSON; empty: none. */
    params: Type.String(),
    subject: Type.String(),
    metric: Type.String(),
    title: Type.String(),
    unit: Nullable(Type.String()),
    better: Nullable(Type.Union([Type.Literal('lower'), Type.Literal('higher')])),
    scale: Nullable(Type.Union([Type.Literal('ratio'), Type.Literal('difference')])),
    primary: Type.Boolean(),
  },
  CLOSED,
);
export type ArchivedRow = Static<typeof ArchivedRow>;

/** `suites/<key>.json`, named by its content: columns of a run are as long as its rows. */
export const ArchivedSuite = Type.Object({ rows: Type.Array(ArchivedRow) }, CLOSED);
export type ArchivedSuite = Static<typeof ArchivedSuite>;

/** `machines/<key>.json`, named by its content: conditions that may change a number without a change of code. */
export const ArchivedMachine = Type.Object(
  {
    cpuModel: Nullable(Type.String()),
    logicalCpus: Nullable(Type.Integer()),
    memoryBytes: Nullable(Type.Number()),
    platform: Nullable(Type.String()),
    kernel: Nullable(Type.String()),
    governor: Nullable(Type.String()),
    virtualization: Nullable(Type.String()),
    clockSource: Nullable(Type.String()),
    cgroupCpuLimit: Nullable(Type.Number()),
    fileSystem: Nullable(Type.String()),
  },
  CLOSED,
);
export type ArchivedMachine = Static<typeof ArchivedMachine>;

export const ArchivedRuntime = Type.Object(
  { id: Type.String(), title: Type.String(), version: Type.String(), loop: Nullable(Type.String()) },
  CLOSED,
);

/** `runs/<year>/<month>/<day>/<key>.json`, named by its id. Numbers have five significant digits, bounds four. */
export const ArchivedRun = Type.Object(
  {
    /** Of the rest as canonical JSON. */
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    id: Type.String({ minLength: 1 }),
    /** UTC; of an import: when the file says it was measured. */
    startedAt: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' }),
    /** Who measured: evenloop, or the tool that a file was imported from. */
    tool: Type.Object({ name: Type.String(), version: Nullable(Type.String()) }, CLOSED),
    profile: Nullable(Type.String()),
    commit: Nullable(Type.String()),
    /** The subject that the others are compared with. */
    reference: Nullable(Type.String()),
    machine: Nullable(Key),
    suite: Key,
    runtimes: Type.Array(ArchivedRuntime),
    /** Everything that was requested has numbers; null: the source does not say. */
    whole: Nullable(Type.Boolean()),
    coverage: Type.String(),
    exitCode: Nullable(Type.Integer()),
    /** Cells that are not equivalent, by verdict. */
    verdicts: Type.Record(Type.String(), Type.Array(Type.String())),
    /** One number a row; null: no proof, or not measured. */
    value: Column,
    /** How many values it is the middle of, and their standard deviation. */
    count: Type.Optional(Column),
    deviation: Type.Optional(Column),
    /** Bounds of the value, as the source means them. */
    low: Type.Optional(Column),
    high: Type.Optional(Column),
    /** Against the reference of the same run: a ratio or a difference as the row's scale says, with its interval. */
    estimate: Type.Optional(Column),
    estimateLow: Type.Optional(Column),
    estimateHigh: Type.Optional(Column),
    /** Of an import: what its file does not say, in sentences. */
    unsaid: Type.Optional(Type.Array(Type.String())),
  },
  CLOSED,
);
export type ArchivedRun = Static<typeof ArchivedRun>;

/** The columns of a run, which are as long as the rows of its suite. */
export const ARCHIVED_COLUMNS = [
  'value',
  'count',
  'deviation',
  'low',
  'high',
  'estimate',
  'estimateLow',
  'estimateHigh',
] as const satisfies readonly (keyof ArchivedRun)[];

/** A step that a person has taken note of: it is drawn, and no longer news. */
export const ArchivedMark = Type.Object(
  {
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    kind: Type.Literal('accepted'),
    at: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' }),
    /** Id of the first run of the new level. */
    run: Type.String(),
    benchmark: Type.String(),
    set: Nullable(Type.String()),
    subject: Nullable(Type.String()),
    metric: Nullable(Type.String()),
    reason: Type.String({ minLength: 1 }),
  },
  CLOSED,
);
export type ArchivedMark = Static<typeof ArchivedMark>;
