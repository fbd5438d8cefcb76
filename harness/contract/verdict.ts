// Verdicts and findings: what evenloop concludes about semantics and about speed.
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const ConformanceVerdict = Type.Union([
  Type.Literal('equivalent'),
  Type.Literal('divergent'),
  Type.Literal('known-divergence'),
  Type.Literal('stale-divergence'),
  Type.Literal('unsupported'),
  Type.Literal('inconclusive'),
  Type.Literal('failed'),
]);
export type ConformanceVerdict = Static<typeof ConformanceVerdict>;

export const ComparisonVerdict = Type.Union([
  Type.Literal('faster'),
  Type.Literal('slower'),
  Type.Literal('same'),
  Type.Literal('unclear'),
  Type.Literal('not-comparable'),
]);
export type ComparisonVerdict = Static<typeof ComparisonVerdict>;

/** Verdicts over time: `evenloop compare`. */
export const ChangeVerdict = Type.Union([
  Type.Literal('regression'),
  Type.Literal('improvement'),
  Type.Literal('unchanged'),
  Type.Literal('inconclusive'),
  Type.Literal('new'),
  Type.Literal('gone'),
  Type.Literal('not-comparable'),
]);
export type ChangeVerdict = Static<typeof ChangeVerdict>;

export const FindingClass = Type.Union([
  Type.Literal('missing'),
  Type.Literal('extra'),
  Type.Literal('duplicate'),
  Type.Literal('reordered'),
  Type.Literal('crossed'),
  Type.Literal('changed'),
  Type.Literal('early'),
  Type.Literal('late'),
  Type.Literal('forbidden'),
  Type.Literal('count'),
  Type.Literal('overlap'),
  Type.Literal('clock'),
  Type.Literal('witness'),
  Type.Literal('constant'),
  Type.Literal('coarse'),
  Type.Literal('empty'),
]);
export type FindingClass = Static<typeof FindingClass>;

/** One event for display. `timeNs` is null where the side has no times (the expectation). */
export const EventView = Type.Object({
  index: Type.Integer({ minimum: 0 }),
  kind: Type.String(),
  key: Type.Integer(),
  id: Type.Integer(),
  digest: Type.String({ description: 'Hexadecimal, eight digits.' }),
  timeNs: Type.Union([Type.Number(), Type.Null()]),
});
export type EventView = Static<typeof EventView>;

/** One broken rule with the events that show it. */
export const Finding = Type.Object({
  rule: Type.String(),
  class: FindingClass,
  /** Event key, or null for findings about a whole round. */
  key: Type.Union([Type.Integer(), Type.Null()]),
  /** First index, within the key, at which the two sides differ. */
  index: Type.Union([Type.Integer(), Type.Null()]),
  round: Type.Integer({ minimum: 0 }),
  invocation: Type.String(),
  text: Type.String(),
  /** Up to two events before, at and after the index. */
  expected: Type.Array(EventView),
  observed: Type.Array(EventView),
  /** The command that repeats it with the same schedules. */
  reproduce: Type.Optional(Type.String()),
  /** Folder of the bundle for `evenloop replay`, relative to the run folder. */
  bundle: Type.Optional(Type.String()),
});
export type Finding = Static<typeof Finding>;

/** An explained divergence, in `known-divergences.json` of its scenario. */
export const KnownDivergence = Type.Object(
  {
    id: Type.String({ minLength: 1 }),
    /** A runner id. */
    runner: Type.String({ minLength: 1 }),
    /** Space-separated comparators, all of which must hold: `>=20 <24`. Empty: every version. */
    versions: Type.String(),
    rule: Type.String({ minLength: 1 }),
    class: FindingClass,
    styles: Type.Array(Type.String()),
    /** The event key that the finding must name. Absent: the finding may name any key, or none. */
    key: Type.Optional(Type.Integer({ minimum: 0 })),
    status: Type.Union([Type.Literal('must-fail'), Type.Literal('may-fail')]),
    reason: Type.String({ minLength: 1 }),
    link: Type.String({ minLength: 1 }),
  },
  { additionalProperties: false },
);
export type KnownDivergence = Static<typeof KnownDivergence>;
export const KnownDivergences = Type.Array(KnownDivergence);

/** Kind, key, id, digest, time in ns. Written out, because the library's tuple uses keywords of an older JSON Schema. */
const GoldenEvent = Type.Unsafe<[string, number, number, number, number]>({
  type: 'array',
  prefixItems: [
    { type: 'string' },
    { type: 'integer' },
    { type: 'integer' },
    { type: 'integer' },
    { type: 'number' },
  ],
  items: false,
  minItems: 5,
});

/** A normalised trace that the checker must accept, or must reject with the named rule. */
export const GoldenTrace = Type.Object(
  {
    /** Unique among the traces of its file. */
    name: Type.String({ minLength: 1 }),
    scenario: Type.String(),
    /** What this trace shows, in one sentence. */
    reason: Type.String({ minLength: 1 }),
    params: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean()])),
    seed: Type.Integer(),
    nonce: Type.String({ pattern: '^[0-9a-f]{16}$' }),
    secret: Type.Integer(),
    witness: Type.Unknown(),
    timerEarlyNs: Type.Integer({ minimum: 0 }),
    /** Runner and version of the trace, where the scenario's expectation depends on the runtime's profile. */
    runtime: Type.Optional(
      Type.Object({ runner: Type.String(), version: Type.String() }, { additionalProperties: false }),
    ),
    /** Null in `accept.json`. */
    rule: Type.Union([Type.String(), Type.Null()]),
    class: Type.Union([FindingClass, Type.Null()]),
    key: Type.Union([Type.Integer(), Type.Null()]),
    samples: Type.Array(Type.Number()),
    /** Rows of kind, key, id, digest, time in ns. */
    events: Type.Array(GoldenEvent),
  },
  { additionalProperties: false },
);
export type GoldenTrace = Static<typeof GoldenTrace>;

/** One file: `golden/accept.json` or `golden/reject.json` of a scenario. */
export const GoldenTraces = Type.Array(GoldenTrace, { minItems: 1 });
export type GoldenTraces = Static<typeof GoldenTraces>;

declare const proven: unique symbol;

/**
 * The permission to give a number: all rounds of one invocation kept the contract. Only `check/prove.ts` makes one;
 * a measurement cannot be made without it.
 */
export interface Proof {
  readonly [proven]: true;
  readonly invocation: string;
  readonly rounds: number;
  readonly events: number;
  readonly keys: number;
}

/** The checker's judgement of one invocation. `proof` is present exactly when no rule was broken and there was something to check. */
export interface Judgement {
  readonly invocation: string;
  readonly proof: Proof | null;
  /** The first findings, one per rule and key, at most 20. */
  readonly findings: readonly Finding[];
  readonly findingCount: number;
  readonly rulesKept: readonly string[];
  readonly rulesBroken: readonly string[];
  /** Where the invocation ended within a round: what is known of that round besides the findings. For its failure. */
  readonly note?: string;
}
