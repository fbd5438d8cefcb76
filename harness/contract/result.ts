// `results.json`: the truth about one run. Everything that is printed, drawn or exported comes from it.
import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Calibration } from './calibration.ts';
import { CellDisturbance, Disturbances } from './disturbance.ts';
import { InvocationCounts } from './invocation-counts.ts';
import { Parameters } from './message.ts';
import { MetricView } from './metric-view.ts';
import { MutationScore } from './mutation-score.ts';
import { CpuModes, Curve, Measurement, Sampling, ModeOfValues, ObserverCost } from './numbers.ts';
import { Plausibility, Series, SliceCost, SteadyState } from './numbers.ts';
import { OriginView } from './origin-view.ts';
import { RunFactsView } from './run-facts-view.ts';
import { Inherited, StartedWith } from './started-with.ts';
import { WhereTimeWent } from './where-time-went.ts';
import { ChangeVerdict, ComparisonVerdict, ConformanceVerdict, Finding, FindingClass } from './verdict.ts';

export const RESULTS_SCHEMA = 'evenloop/results@2';

const Nullable = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const Value = Type.Number();

export const FailureView = Type.Object({
  code: Type.String(),
  cause: Type.String(),
  next: Type.String(),
  evidence: Type.Array(Type.String()),
});

export const RuntimeView = Type.Object({
  id: Type.String(),
  runner: Type.String(),
  title: Type.String(),
  version: Type.String(),
  loop: Nullable(Type.String()),
  executable: Type.String(),
  executableSha256: Type.String(),
  source: Type.String(),
  clock: Nullable(Type.Object({ name: Type.String(), resolutionNs: Type.Number() })),
  /** Only of a subject of the user's own. */
  startedWith: Type.Optional(StartedWith),
  /** Absent in results of before it was recorded. */
  inherited: Type.Optional(Inherited),
  /** Its styles, in the order of the tables. Absent in results of before it was recorded. */
  styles: Type.Optional(Type.Array(Type.String())),
});
export type RuntimeView = Static<typeof RuntimeView>;

/** Conditions that may change a number without a change of code. Null: this machine does not report it. */
export const Environment = Type.Object({
  platform: Type.String(),
  kernel: Type.String(),
  cpuModel: Type.String(),
  logicalCpus: Type.Integer(),
  memoryBytes: Type.Number(),
  cgroupCpuLimit: Nullable(Value),
  cgroupMemoryBytes: Nullable(Value),
  governor: Nullable(Type.String()),
  virtualization: Nullable(Type.String()),
  clockSource: Nullable(Type.String()),
  clockResolutionNs: Value,
  clockReadNs: Value,
  fileSystem: Nullable(Type.String()),
  loadAtStart: Type.Array(Value),
  loadAtEnd: Type.Array(Value),
  /** Share of all CPU time of the run, 0 to 1. */
  stealShare: Nullable(Value),
  foreignShare: Nullable(Value),
  throttledMs: Nullable(Value),
  node: Type.String(),
  /** NODE_OPTIONS of evenloop itself: no runner gets it, and the clock of turns is its. Absent: there was none. */
  nodeOptions: Type.Optional(Type.String()),
});
export type Environment = Static<typeof Environment>;

export const ScenarioView = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  family: Type.String(),
  title: Type.String(),
  summary: Type.String(),
  operation: Type.String(),
  comparesStyles: Type.Boolean(),
  rules: Type.Array(Type.Object({ id: Type.String(), level: Type.String(), text: Type.String() })),
  metrics: Type.Array(MetricView),
  /** Absent: the scenario is the package's own. */
  origin: Type.Optional(OriginView),
});
export type ScenarioView = Static<typeof ScenarioView>;

export const ProofView = Type.Object({
  invocations: Type.Integer(),
  rounds: Type.Integer(),
  events: Type.Integer(),
  keys: Type.Integer(),
});

/** The smallest parameters found with which a subject still breaks the same rule under the same seed. */
export const SmallestCounterexample = Type.Object({
  rule: Type.String(),
  params: Parameters,
  /** Number of invocations that the search used. */
  attempts: Type.Integer({ minimum: 0 }),
  /** False when the search ran out of time. */
  complete: Type.Boolean(),
  finding: Finding,
});
export type SmallestCounterexample = Static<typeof SmallestCounterexample>;

/** One way in which invocations of a cell broke a rule: `runs` of the `of` judged invocations did. */
export const Divergence = Type.Object({
  rule: Type.String(),
  class: FindingClass,
  /** The known divergence that explains it. */
  known: Nullable(Type.String()),
  runs: Type.Integer({ minimum: 1 }),
  of: Type.Integer({ minimum: 1 }),
});
export type Divergence = Static<typeof Divergence>;

export const Cell = Type.Object({
  id: Type.String(),
  scenario: Type.String(),
  set: Type.String(),
  params: Parameters,
  subject: Type.String(),
  side: Type.Union([Type.Literal('head'), Type.Literal('base'), Type.Literal('control')]),
  verdict: ConformanceVerdict,
  /** A sentence that says why the verdict is not `equivalent`; empty when it is. */
  reason: Type.String(),
  findings: Type.Array(Finding),
  /** The number of all findings; `findings` keeps the first few. */
  findingCount: Type.Integer({ minimum: 0 }),
  /** Each divergence with its rate; absent where there is none. */
  divergences: Type.Optional(Type.Array(Divergence)),
  /** Present where a search found one. */
  smallest: Type.Optional(SmallestCounterexample),
  failures: Type.Array(FailureView),
  /** By rule id: the number of invocations that kept the rule, and that broke it. */
  rules: Type.Record(Type.String(), Type.Object({ kept: Type.Integer(), broken: Type.Integer() })),
  invocations: InvocationCounts,
  /** The sum over all invocations. */
  wallMs: Type.Optional(Value),
  /** Null unless the verdict allows numbers. */
  proof: Nullable(ProofView),
  measurements: Type.Array(Measurement),
  curve: Nullable(Curve),
  /** Operations a second of wall time, median over invocations. */
  throughput: Nullable(Value),
  sampling: Type.Optional(Sampling),
  series: Type.Optional(Series),
  steady: Type.Optional(SteadyState),
  /** The values of the first primary metric around which the processes gather; absent where nothing was measured. */
  modes: Type.Optional(Type.Array(ModeOfValues)),
  /** Page faults per operation, one value per invocation in the order of the repetitions; null where a repetition has none, absent where the kernel does not report them. */
  pageFaults: Type.Optional(Type.Array(Nullable(Value))),
  slice: Type.Optional(SliceCost),
  /** Absent where nothing was measured, and in results of before it was recorded. */
  cpuTime: Type.Optional(CpuModes),
  plausibility: Type.Optional(Type.Array(Plausibility)),
  disturbed: Type.Optional(Type.Array(CellDisturbance)),
});
export type Cell = Static<typeof Cell>;

/** One subject against the reference, one metric. */
export const Comparison = Type.Object({
  scenario: Type.String(),
  set: Type.String(),
  metric: Type.String(),
  primary: Type.Boolean(),
  reference: Type.String(),
  subject: Type.String(),
  scale: Type.Union([Type.Literal('ratio'), Type.Literal('difference')]),
  verdict: ComparisonVerdict,
  /** Subject over reference, or subject minus reference; null when not comparable. */
  estimate: Nullable(Value),
  low: Nullable(Value),
  high: Nullable(Value),
  pairs: Type.Integer({ minimum: 0 }),
  /** Confidence of the interval, 0 to 1. */
  level: Value,
  /** The smallest change that this run could have detected, on the scale of the estimate. */
  detectable: Nullable(Value),
  /** Of an unclear row: the number of pairs at which a verdict can be expected; null: at more than a run has. */
  needs: Type.Optional(Nullable(Type.Integer({ minimum: 1 }))),
  /** How much longer the run would have taken until then, in milliseconds. */
  moreMs: Type.Optional(Value),
  reason: Type.String(),
  sampling: Type.Optional(Sampling),
  /** One value per pair in the order of the repetitions: the natural logarithm of the ratio, or the difference; null where a repetition has none. */
  values: Type.Optional(Type.Array(Nullable(Value))),
});
export type Comparison = Static<typeof Comparison>;

/** Every subject against the limit, where a runner of the run is declared to be it. */
export const LimitView = Type.Object({
  /** The subject that is the limit; where a scenario lacks it, another style of its runtime stands in, as `reference` of each comparison says. */
  subject: Type.String(),
  /** Of the blocks in which it takes part, made as those with the reference are. */
  comparisons: Type.Array(Comparison),
  /** The number of intervals that share a chance of error of their own: that of `calibration.familyError`. */
  intervals: Type.Integer({ minimum: 0 }),
});
export type LimitView = Static<typeof LimitView>;

/** One cell of two runs or two builds. */
export const Change = Type.Object({
  scenario: Type.String(),
  set: Type.String(),
  subject: Type.String(),
  metric: Type.String(),
  primary: Type.Boolean(),
  scale: Type.Union([Type.Literal('ratio'), Type.Literal('difference')]),
  verdict: ChangeVerdict,
  estimate: Nullable(Value),
  low: Nullable(Value),
  high: Nullable(Value),
  /** The smallest change that this row could have found, on the scale of the estimate. Null without an interval; absent in results of before it was recorded. */
  detectable: Type.Optional(Nullable(Value)),
  /** Of two stored runs: the reference that both measured. Estimate and interval are those of the ratio (or difference) to it. Absent: they are the subject's own. */
  beside: Type.Optional(Type.String()),
  reason: Type.String(),
});
export type Change = Static<typeof Change>;

export const Reason = Type.Object({
  code: Type.String(),
  exit: Type.Integer(),
  cause: Type.String(),
  next: Type.String(),
});

export const RunResult = Type.Object({
  schema: Type.Literal(RESULTS_SCHEMA),
  tool: Type.Object({ name: Type.Literal('evenloop'), version: Type.String() }),
  run: RunFactsView,
  environment: Environment,
  runtimes: Type.Array(RuntimeView),
  scenarios: Type.Array(ScenarioView),
  cells: Type.Array(Cell),
  comparisons: Type.Array(Comparison),
  /** Absent where no runner of the run is the limit, and where nothing was compared with it. */
  limit: Type.Optional(LimitView),
  /** Only from `compare --base-ref`. */
  changes: Type.Array(Change),
  calibration: Type.Optional(Calibration),
  observer: Type.Optional(Type.Array(ObserverCost)),
  mutation: Type.Optional(MutationScore),
  /** What went on beside the run; absent in results of before it was watched. */
  disturbances: Type.Optional(Disturbances),
  /** Absent in results of before it was recorded. */
  whereTimeWent: Type.Optional(WhereTimeWent),
  exit: Type.Object({ code: Type.Integer(), reasons: Type.Array(Reason) }),
});
export type RunResult = Static<typeof RunResult>;
