// A bundle: one diverging invocation with everything that its judgement needs, to be judged or run again elsewhere.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { InvocationRecord } from './invocation.ts';
import { AlphabetEntry, KeyDigest, Parameters, Ready, SegmentReference } from './message.ts';
import { StartedWith } from './started-with.ts';
import { OriginView } from './origin-view.ts';
import { Finding } from './verdict.ts';

export const BUNDLE_SCHEMA = 'evenloop/bundle@1';

/** Names of the files in the folder of a bundle. */
export const BUNDLE_FILES = {
  facts: 'bundle.json',
  samples: 'samples.evsg',
  events: 'events.evsg',
  wire: 'wire.ndjson',
} as const;

const Seed = Type.Integer({ minimum: 0, maximum: 0xffffffff });
const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** The fields of a round that the checker reads. The other fields, and the witness, are as the harness wrote them: the digest of the bundle proves that. */
const BundledRound = Type.Object({
  round: Type.Integer({ minimum: 0 }),
  purpose: Type.String(),
  record: Type.String(),
  startNs: Type.Number(),
  endNs: Type.Number(),
  sentNs: Type.Number(),
  receivedNs: Type.Number(),
  operations: Type.Integer(),
  counts: Type.Record(Type.String(), Type.Integer()),
  digests: Type.Array(KeyDigest),
  samples: Nullable(SegmentReference),
  events: Nullable(SegmentReference),
  witness: Nullable(Type.Object({ kind: Type.String() })),
});

const BundledUnfinished = Type.Object({
  round: Type.Integer({ minimum: 0 }),
  purpose: Type.String(),
  record: Type.String(),
  sentNs: Type.Number(),
  lostNs: Type.Number(),
  ending: Type.String(),
  events: Nullable(SegmentReference),
  unknown: Nullable(Type.String()),
  witness: Nullable(Type.Object({ kind: Type.String() })),
});

const BundledRecord = Type.Object({
  id: Type.String({ minLength: 1 }),
  /** The repetition of the run, from 0. The name is that of `evenloop/bundle@1`, whose stored bundles are still read; `store/bundle.ts` gives it today's. */
  unit: Type.Integer({ minimum: 0 }),
  cell: Type.Object({
    scenario: Type.String(),
    set: Type.String(),
    subject: Type.String(),
    side: Type.Union([Type.Literal('head'), Type.Literal('base')]),
  }),
  params: Parameters,
  seed: Seed,
  nonce: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  secret: Seed,
  /** How it was driven, and so how it is driven again. A round that hung shows no stalls. */
  drive: Type.Optional(Type.Object({ traceLast: Type.Boolean(), stall: Type.Boolean() })),
  outcome: Type.Object({ kind: Type.String() }),
  ready: Nullable(Ready),
  clock: Nullable(Type.Object({ offsetNs: Type.Number(), errorNs: Type.Number(), source: Type.String() })),
  rounds: Type.Array(BundledRound),
  unfinished: Type.Optional(BundledUnfinished),
  sidecar: Type.Object({
    samples: Type.Literal(BUNDLE_FILES.samples),
    events: Type.Literal(BUNDLE_FILES.events),
  }),
});

export const BundleContent = Type.Object({
  tool: Type.Object({ name: Type.Literal('evenloop'), version: Type.String() }),
  run: Type.Object({ id: Type.String(), seed: Type.Integer(), profile: Type.String() }),
  /** The contract by which it was recorded: another version has another meaning. */
  contract: Type.Object({
    scenario: Type.String(),
    version: Type.Integer(),
    alphabet: Type.Array(AlphabetEntry),
    /** Absent: the scenario is the package's own. */
    origin: Type.Optional(OriginView),
  }),
  /** How the invocation spends its time when it is run again. */
  pacing: Type.Object({
    warmupMs: Type.Number({ minimum: 0 }),
    measuredMs: Type.Number({ minimum: 0 }),
    minimumRounds: Type.Integer({ minimum: 0 }),
  }),
  runtime: Type.Object({
    id: Type.String(),
    runner: Type.String(),
    version: Type.String(),
    executable: Type.String(),
    executableSha256: Type.String(),
    /** Only of a subject of the user's own. */
    startedWith: Type.Optional(StartedWith),
  }),
  timerEarlyNs: Type.Integer({ minimum: 0 }),
  /** The rules that were broken when the bundle was written. */
  rulesBroken: Type.Array(Type.String()),
  findings: Type.Array(Finding),
  record: BundledRecord,
  /** Where rule W6 is broken: the earlier round, often of another process, from which one of these differs. */
  earlier: Type.Optional(
    Type.Object({
      invocation: Type.String(),
      round: Type.Integer({ minimum: 0 }),
      digests: Type.Array(KeyDigest),
    }),
  ),
});

/** `bundle.json`. `sha256` is the digest of `content` as JSON without blanks: a bundle that was changed afterwards is refused. */
export const BundleFile = Type.Object({
  schema: Type.Literal(BUNDLE_SCHEMA),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  content: BundleContent,
});

export type Bundle = Omit<Static<typeof BundleContent>, 'record'> & { readonly record: InvocationRecord };
