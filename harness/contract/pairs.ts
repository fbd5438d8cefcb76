// Pairs of sliced processes and the judgement of them: the input and the output of `evenloop judge`.
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
  /** Operations of each slice of this side. Given on both sides or on neither; without it all slices have the same number. */
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
  /** The smallest slowdown that an interval of this width can detect, as a ratio. */
  detectable: Type.Number(),
});
export type MetricLook = Static<typeof MetricLook>;

export const Look = Type.Object({
  /** The number of pairs in this interim analysis, from the first. */
  pairs: Type.Integer({ minimum: 1 }),
  sliceMedian: MetricLook,
  /** Null where no CPU time was recorded. */
  cpuMean: Nullable(MetricLook),
  verdict: PairsVerdict,
  reason: Type.String(),
});
export type Look = Static<typeof Look>;

/** The anytime-valid verdict: it holds at whatever number of pairs the measurement stops. It uses all pairs, and its intervals are wider. */
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
  /** One entry for each interim analysis that was reached, up to the first that decided. */
  looks: Type.Array(Look),
  verdict: PairsVerdict,
  reason: Type.String(),
  /** Number of pairs in the last interim analysis; 0 where there was none. */
  pairsUsed: Type.Integer({ minimum: 0 }),
  pairsGiven: Type.Integer({ minimum: 0 }),
  /** The smallest slowdown that the last interim analysis could have detected by either metric, as a ratio. */
  detectable: Nullable(Type.Number()),
  /** How much longer the side that started first took: a ratio with its 99 % interval. Null where one order has fewer than two pairs. */
  positionBias: Nullable(Type.Object({ ratio: Type.Number(), low: Type.Number(), high: Type.Number() })),
  /** p of the sign-flip randomisation test at the last interim analysis; the test does not assume a normal distribution. */
  signFlipP: Nullable(Type.Object({ sliceMedian: Type.Number(), cpuMean: Nullable(Type.Number()) })),
  /** Null where there are too few pairs for it. */
  anyTime: Nullable(AnyTime),
  warnings: Type.Array(Type.String()),
});
export type PairsJudgement = Static<typeof PairsJudgement>;
