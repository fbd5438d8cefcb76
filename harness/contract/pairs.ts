// Pairs of sliced processes and what is concluded from them: the input and the output of `evenloop judge`.
import { Type } from 'typebox';
import type { Static } from 'typebox';

export const PAIRS_SCHEMA = 'evenloop/pairs@1';
export const JUDGEMENT_SCHEMA = 'evenloop/judgement@1';

const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** Beyond this a number no longer counts single nanoseconds. */
const LONGEST_NS = Number.MAX_SAFE_INTEGER;

/** One process of a pair. */
export const PairSide = Type.Object({
  /** Wall time of every slice in the order in which they ran, warm-up first. */
  slicesNs: Type.Array(Type.Number({ exclusiveMinimum: 0, maximum: LONGEST_NS }), { minItems: 1 }),
  /** CPU time within each of these slices. Zero where the clock is too coarse for one of them. */
  cpuNs: Type.Optional(Type.Array(Type.Number({ minimum: 0, maximum: LONGEST_NS }), { minItems: 1 })),
  /** In each slice of this side. On both sides or on neither; without it both did equally many. */
  operations: Type.Optional(Type.Number({ minimum: 1, maximum: LONGEST_NS })),
});
export type PairSide = Static<typeof PairSide>;

export const Pair = Type.Object({
  /** The side that was started first. */
  first: Type.Union([Type.Literal('a'), Type.Literal('b')]),
  a: PairSide,
  b: PairSide,
});
export type Pair = Static<typeof Pair>;

export const Pairs = Type.Object({
  schema: Type.Literal(PAIRS_SCHEMA),
  /** What was measured, in the writer's words. */
  cell: Type.String(),
  /** In the order in which they were measured. */
  pairs: Type.Array(Pair),
});
export type Pairs = Static<typeof Pairs>;

export const PairsVerdict = Type.Union([
  Type.Literal('slower'),
  Type.Literal('faster'),
  Type.Literal('same'),
  Type.Literal('unclear'),
]);
export type PairsVerdict = Static<typeof PairsVerdict>;

/** Time per operation, B over A. */
export const MetricLook = Type.Object({
  ratio: Type.Number(),
  low: Type.Number(),
  high: Type.Number(),
  /** The smallest slowdown that an interval of this width could have called, as a ratio. */
  detectable: Type.Number(),
});
export type MetricLook = Static<typeof MetricLook>;

export const Look = Type.Object({
  /** The first so many pairs were looked at. */
  pairs: Type.Integer({ minimum: 1 }),
  sliceMedian: MetricLook,
  /** Null where there is no CPU time. */
  cpuMean: Nullable(MetricLook),
  verdict: PairsVerdict,
  reason: Type.String(),
});
export type Look = Static<typeof Look>;

/** What holds for who looks after each pair and stops when it pleases: all pairs count, and the intervals are wider. */
export const AnyTime = Type.Object({
  pairs: Type.Integer({ minimum: 1 }),
  sliceMedian: MetricLook,
  cpuMean: Nullable(MetricLook),
  verdict: PairsVerdict,
});
export type AnyTime = Static<typeof AnyTime>;

export const PairsJudgement = Type.Object({
  schema: Type.Literal(JUDGEMENT_SCHEMA),
  cell: Type.String(),
  /** One for each number of pairs of the schedule that was reached, up to the first that decided. */
  looks: Type.Array(Look),
  verdict: PairsVerdict,
  reason: Type.String(),
  /** Pairs of the last look; 0 where there was none. */
  pairsUsed: Type.Integer({ minimum: 0 }),
  pairsGiven: Type.Integer({ minimum: 0 }),
  /** The smallest slowdown that the last look could have called by either metric, as a ratio. */
  detectable: Nullable(Type.Number()),
  /** How much longer the side that started first took: a ratio with its 99 % interval. Null where one order has fewer than two pairs. */
  positionBias: Nullable(Type.Object({ ratio: Type.Number(), low: Type.Number(), high: Type.Number() })),
  /** p of the sign-flip randomisation test at the last look, which needs no normal distribution. */
  signFlipP: Nullable(Type.Object({ sliceMedian: Type.Number(), cpuMean: Nullable(Type.Number()) })),
  /** Null where the pairs are too few for it. */
  anyTime: Nullable(AnyTime),
  warnings: Type.Array(Type.String()),
});
export type PairsJudgement = Static<typeof PairsJudgement>;
