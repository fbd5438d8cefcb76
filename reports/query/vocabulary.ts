// The names that a query may use, each with what it means: for the parser, its hints, and the help on the page.

type Names = Readonly<Record<string, string>>;

/** `name:text`. The text is found anywhere in the value, except in the fields of `WHOLE`. */
export const FIELDS = {
  verdict: 'faster, slower, same, unclear, not-comparable, or what stands instead of them',
  status: 'equivalent, differs, known, stale, failed, unsupported or inconclusive',
  subject: 'runtime and style, such as python/coroutines',
  scenario: 'id or title of the scenario',
  set: 'name of the parameter set',
  metric: 'id or title of the metric',
  sampling: 'sliced, duet or plain',
  family: 'family of the scenario',
  rule: 'a rule of the scenario',
} as const satisfies Names;
export type Field = keyof typeof FIELDS;

/** `name>number`, with one of > >= < <= = */
export const NUMBERS = {
  ratio: 'subject over reference',
  difference: 'subject minus reference; takes a unit, such as 5ms',
  low: 'lower end of the interval',
  high: 'upper end of the interval',
  value: 'the measured value; takes a unit, such as 5ms',
  pairs: 'number of pairs behind the interval',
} as const satisfies Names;
export type NumberName = keyof typeof NUMBERS;

/** `is:name` */
export const FLAGS = {
  different: 'breaks the contract',
  flaky: 'kept a rule in some invocations and broke it in others',
  comparable: 'has a number to compare',
  bimodal: 'bimodal: its processes gather around several values',
} as const satisfies Names;
export type Flag = keyof typeof FLAGS;

const COMPARISONS = ['faster', 'slower', 'same', 'unclear', 'not-comparable'];
const CHANGES = ['regression', 'improvement', 'unchanged', 'new', 'gone'];
const STATUSES = [
  'equivalent',
  'divergent',
  'known-divergence',
  'stale-divergence',
  'failed',
  'unsupported',
  'inconclusive',
];

/** Fields of which a query must name a whole value, and the values that there are. Null: any. */
export const WHOLE: Readonly<Partial<Record<Field, readonly string[] | null>>> = {
  verdict: [...COMPARISONS, ...CHANGES, ...STATUSES],
  status: STATUSES,
  sampling: ['sliced', 'duet', 'plain'],
  rule: null,
};

const DIVERGENCES = { differs: 'divergent', known: 'known-divergence', stale: 'stale-divergence' };

/** Shorter names, as the page shows them. */
export const ALIASES: Readonly<Partial<Record<Field, Readonly<Record<string, string>>>>> = {
  verdict: DIVERGENCES,
  status: DIVERGENCES,
};

/** Factors to the stored unit: nanoseconds. */
export const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
};
