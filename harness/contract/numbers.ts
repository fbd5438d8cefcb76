// The numbers of a cell in `results.json`, and what belongs to them: curve, series, modes, plausibility checks.
import { Type } from 'typebox';
import type { Static } from 'typebox';

const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Value = Type.Number();

/** One metric of one cell. Exists only where every counted invocation was proved. */
export const Measurement = Type.Object({
  metric: Type.String(),
  /** Median over invocations. */
  value: Value,
  /** Smallest and largest invocation. */
  low: Value,
  high: Value,
  /** One value per invocation, in the order of the repetitions; null where a repetition has none. */
  repetitions: Type.Array(Nullable(Value)),
});
export type Measurement = Static<typeof Measurement>;

/** Exact quantiles of all samples of the cell, cut where fewer than ten samples lie beyond. */
export const Curve = Type.Object({
  kind: Type.Union([Type.Literal('latency'), Type.Literal('lateness')]),
  samples: Type.Integer({ minimum: 0 }),
  /** Samples below zero: timers that fired early. */
  early: Type.Integer({ minimum: 0 }),
  points: Type.Array(Type.Object({ q: Value, valueNs: Value })),
});
export type Curve = Static<typeof Curve>;

/** How the invocations of a cell ran together with those that they are compared with. See `Measurement mode` in `scenario.ts`. */
export const Sampling = Type.Union([Type.Literal('sliced'), Type.Literal('duet'), Type.Literal('plain')]);
export type Sampling = Static<typeof Sampling>;

/** Values of one invocation in the order in which they were taken, thinned by medians of neighbours, for the eye only. */
export const Series = Type.Object({
  /** What one point is: `slice`, `sample`, `round`. */
  of: Type.String(),
  /** Nanoseconds per operation, or of the sample. */
  points: Type.Array(Value),
  /** How many of the points, from the first, are warm-up. */
  warmup: Type.Integer({ minimum: 0 }),
});
export type Series = Static<typeof Series>;

/** How the values of one process develop after the warm-up that was dropped; `none`: they never settle. */
export const SteadyState = Type.Union([
  Type.Literal('flat'),
  Type.Literal('warm-up'),
  Type.Literal('slowdown'),
  Type.Literal('none'),
]);
export type SteadyState = Static<typeof SteadyState>;

/** One of the values around which the processes of a cell gather. Two or more: the distribution is bimodal, and its median describes no real process. */
export const ModeOfValues = Type.Object({
  value: Value,
  /** Share of the invocations, 0 to 1. */
  share: Value,
  /** Mean page faults per operation, where they separate the modes. */
  pageFaults: Type.Optional(Value),
});
export type ModeOfValues = Static<typeof ModeOfValues>;

/** CPU time of the processes of a cell in what was measured: rounds, and slices since their warm-up. Traced rounds and warm-up are not in it. */
export const CpuModes = Type.Object({
  /** In user mode, and in the kernel. */
  userNs: Type.Number({ minimum: 0 }),
  systemNs: Type.Number({ minimum: 0 }),
  /** The kernel's part, 0 to 1; null: there is too little time of it, for the kernel divides it by ticks. */
  kernelShare: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
});
export type CpuModes = Static<typeof CpuModes>;

/** The overhead of the slices of a cell: medians over its invocations. */
export const SliceCost = Type.Object({
  /** Of a measured slice. */
  operations: Type.Integer({ minimum: 1 }),
  /** Of the lead before it, and of a short slice; 0: there are none. */
  leadOperations: Type.Integer({ minimum: 0 }),
  shortOperations: Type.Integer({ minimum: 0 }),
  /** Beginning and end of a slice as a share of its time; null: not measured. */
  fixedShare: Nullable(Value),
  /** How much longer a lead takes than its operations, because other processes filled the caches. Nanoseconds; null: there are no leads. */
  coldNs: Nullable(Value),
});
export type SliceCost = Static<typeof SliceCost>;

/** One check of the plausibility gate. A cell that fails one is `inconclusive`. */
export const Plausibility = Type.Object({ check: Type.String(), kept: Type.Boolean(), text: Type.String() });
export type Plausibility = Static<typeof Plausibility>;

/** What recording costs: the same rounds with every event, digests only, and nothing recorded. Nanoseconds per operation. */
export const ObserverCost = Type.Object({
  scenario: Type.String(),
  set: Type.String(),
  subject: Type.String(),
  full: Nullable(Value),
  digest: Nullable(Value),
  none: Value,
});
export type ObserverCost = Static<typeof ObserverCost>;
