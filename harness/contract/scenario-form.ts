// The form of a scenario's declaration: its fields and theirs. What the fields say of each other is in `define-scenario.ts`.
import type { SamplingPlan } from './measurement.ts';
import type { MetricSpec } from './metric.ts';
import type { SampleValue } from './sample-plan.ts';
import type { Rule, Stimulus } from './scenario.ts';
import { action, anything, byKind, either, flag, list, matching, number, object } from './form.ts';
import { oneOf, record, text, whole } from './form.ts';
import type { Form } from './form.ts';

/** A folder, an import in Python and a part of an id all at once. */
export const NAME = '[a-z][a-z0-9_]*';
export const PROFILE_NAMES = ['smoke', 'quick', 'standard', 'full'] as const;
const LARGEST_CODE = 0xffff;

const id = matching(
  new RegExp(`^${NAME}\\.${NAME}$`),
  'an id <family>.<scenario> of small letters, digits and _',
);
const shortName = matching(/^[A-Za-z0-9][\w.+-]*$/, 'a short name of letters, digits, ".", "_", "+" and "-"');
const product = list(either('the name of a parameter or a number', text, number(0)), 1);
const limit = either('the name of a parameter or a number', text, number(0));
const texts = list(text, 1);
const textOrTexts = either('the name of an event, or a list of names', text, texts);

const pacing = object({ warmupMs: number(0), measuredMs: number(0), minimumRounds: whole(0) });
const counts = object({ gate: whole(1), ratio: whole(1) });
const typical = oneOf('wall', 'cpu');
const sizes = object({ operations: product, lead: product, short: product, gate: product });
const gateSlices = object({
  operations: product,
  warmup: whole(0),
  warmupMs: number(0),
  passes: whole(1),
  typical,
});
const measurement = byKind<SamplingPlan['kind']>(
  {
    sliced: {
      sizes,
      warmup: object({ gate: whole(0), ratio: whole(0) }),
      warmupMs: number(0),
      passes: counts,
      typical,
    },
    duet: [{}, { repeats: whole(1) }],
    plain: [{}, { repeats: whole(1), cpus: oneOf('one'), gate: gateSlices }],
  },
  { reason: text },
);

const parameterSet = object({ name: shortName, params: record(anything), pacing }, { measurement });
const profiles = object(
  Object.fromEntries(PROFILE_NAMES.map((profile): [string, Form] => [profile, list(parameterSet, 1)])),
);

const eventKind = object({
  name: shortName,
  code: whole(1, LARGEST_CODE),
  order: oneOf('sequence', 'free', 'raw'),
  text,
  key: text,
  id: text,
  digest: text,
});

const join = oneOf('key', 'id', 'key-id');
const rule = byKind<Rule['kind']>(
  {
    exact: { events: texts },
    multiset: { events: texts },
    edge: { before: text, after: text, join },
    'not-before': [{ start: text, end: text }, { from: oneOf('first') }],
    converge: { raw: textOrTexts, barrier: text },
    alternate: { open: text, close: text, between: text },
    resource: { wakeUpsPerSecond: number(0) },
    forbid: { event: text },
    count: { event: text, product },
    overlap: { open: text, close: text, atLeast: whole(1) },
    'never-after': { event: text, after: text, join },
    'at-most': { event: text, atMost: limit },
    rate: { event: text, periodMs: text },
    concurrency: { open: textOrTexts, close: text, atMost: limit },
    lateness: {},
    'witnessed-delay': {},
  },
  {
    id: matching(/^(?!W\d)[A-Za-z]\w*$/, "an id such as R1 (W1, W2, .. are the harness's own)"),
    level: oneOf('must', 'may', 'implementation-defined'),
    text,
  },
);

const source = byKind<MetricSpec['source']['kind']>({
  'cpu-per-operation': {},
  'wall-per-operation': {},
  'slice-time': {},
  'slice-cpu': {},
  'peak-resident': {},
  'sample-quantile': { q: number(0, 1), join: oneOf('none', 'notice') },
  'rate-quantile': { rate: whole(0), q: number(0, 1) },
});
const metric = object({
  id: shortName,
  title: text,
  unit: oneOf('ns', 'operations/s', 'bytes'),
  better: oneOf('lower', 'higher'),
  scale: oneOf('ratio', 'difference'),
  source,
  primary: flag,
  minimumEffect: number(0),
});

const samples = object(
  {
    event: text,
    value: byKind<SampleValue['kind']>({
      lateness: { start: text, from: oneOf('id', 'last', 'grid') },
      latency: { start: text },
      'round-trip': { pipeline: text },
      moment: {},
      stretch: {},
    }),
  },
  { key: whole(), idBelow: text, count: product, atOnce: product, delayMs: text },
);

/** `styles` and `origin` are read elsewhere: runners say which styles there are, and the loader where the scenario is from. */
export const SCENARIO_FORM: Form = object(
  {
    id,
    version: whole(1),
    family: text,
    title: text,
    summary: text,
    parameters: record(object({ text }, { unit: text })),
    profiles,
    alphabet: list(eventKind, 1),
    rules: list(rule, 1),
    metrics: list(metric, 1),
    measurement,
    operation: text,
    comparesStyles: flag,
    inDefaultRun: flag,
    stimulus: action,
    capacity: action,
    operations: action,
    expected: action,
  },
  {
    shrink: record(whole(0)),
    inFlight: texts,
    samples,
    variants: texts,
    styles: record(anything),
    origin: anything,
  },
);

/** What a stimulus of each kind needs. */
export const STIMULUS_FORM: Form = byKind<Stimulus['kind']>({
  none: {},
  'echo-proxy': { connections: whole(1), bytesPerConnection: whole(1) },
  edits: { edits: list(anything), decoys: list(text) },
  burst: { files: whole(1), writes: whole(1), bytes: whole(0), spacingUs: number(0) },
  acts: { directories: list(text), files: list(text), acts: list(anything) },
  files: { count: whole(1), bytes: whole(0), missing: list(whole()) },
  'half-close': { connections: whole(1), bytes: whole(1), tailBytes: whole(0) },
  reset: { connections: whole(1), messages: whole(1), bytes: whole(1), strangers: whole(0) },
  relay: { chunks: whole(1), chunkBytes: whole(1), stallMs: number(0), takenBytes: whole(1) },
  datagrams: { datagrams: whole(0), empty: whole(0) },
  shutdown: { each: whole(1), bytes: whole(1) },
  addresses: { trials: list(list(oneOf('good', 'refusing', 'silent'))) },
  upstreams: {
    upstreams: whole(1),
    pool: whole(1),
    each: whole(1),
    bytes: whole(2),
    delayMs: whole(0),
  },
  'http-clients': {
    connections: whole(1),
    bytes: whole(1),
    stepMs: whole(1),
    ratesPerSecond: list(whole(1), 1),
  },
  pool: { few: whole(1), many: whole(1), bytes: whole(1) },
  signals: { singles: whole(0), burst: whole(0) },
  timers: { delaysMs: list(number(0)), holdMs: number(0) },
});
