// `defineScenario`: the declaration of a scenario, held against itself before anything is run.
import { FailureError, assertNever, failure } from './failure.ts';
import { objectionsTo } from './form.ts';
import type { SamplingPlan } from './measurement.ts';
import type { ParameterSet, Rule, Scenario } from './scenario.ts';
import { PROFILE_NAMES, SCENARIO_FORM, STIMULUS_FORM } from './scenario-form.ts';

/** What a scenario's file declares: the loader adds where it comes from. */
export type ScenarioDeclaration = Omit<Scenario, 'origin'>;

/** The same declaration. Throws a `FailureError` (EL1007) that says everything that is wrong with it. */
export function defineScenario(declaration: ScenarioDeclaration): ScenarioDeclaration {
  const objections = scenarioObjections(declaration);
  if (objections.length === 0) return declaration;
  const [first = '', ...others] = objections;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new FailureError(
    failure(
      'EL1007',
      `The scenario ${JSON.stringify(declaration?.id ?? null)} is not declared right: ${first}${more}.`,
      'Correct its declaration; docs/writing-a-scenario.md describes it.',
      others,
    ),
  );
}

/** Everything that is wrong with a declaration, one sentence each. What its fields say of each other counts only once each has the right form. */
export function scenarioObjections(declaration: unknown): readonly string[] {
  const formal = objectionsTo(declaration, 'scenario', SCENARIO_FORM);
  if (formal.length > 0) return formal;
  // Each field that is read from here on has been looked at.
  const scenario = declaration as ScenarioDeclaration;
  const objections = [
    ...idObjections(scenario),
    ...parameterObjections(scenario),
    ...repeated(
      'alphabet',
      'name',
      scenario.alphabet.map(({ name }) => name),
    ),
    ...repeated(
      'alphabet',
      'code',
      scenario.alphabet.map(({ code }) => String(code)),
    ),
    ...repeated(
      'rules',
      'id',
      scenario.rules.map(({ id }) => id),
    ),
    ...repeated(
      'metrics',
      'id',
      scenario.metrics.map(({ id }) => id),
    ),
    ...unknownEvents(scenario),
    ...metricObjections(scenario),
  ];
  return objections.length > 0 ? objections : trialObjections(scenario);
}

/** The name under which a family's workloads share files. */
const SHARED = 'shared';

function idObjections({ id, family }: ScenarioDeclaration): string[] {
  const [first, second] = id.split('.');
  return [
    ...(first === family ? [] : [`its id ${id} does not begin with its family ${family}`]),
    ...(second === SHARED
      ? [`its id ${id} ends with "${SHARED}", the folder of what a family has in common`]
      : []),
  ];
}

function parameterObjections(scenario: ScenarioDeclaration): string[] {
  const known = Object.keys(scenario.parameters);
  const unknown = namedParameters(scenario)
    .filter(([, name]) => !known.includes(name))
    .map(([where, name]) => `${where} names the unknown parameter ${name}`);
  const sets = PROFILE_NAMES.flatMap((profile) =>
    scenario.profiles[profile].flatMap((set) => setObjections(set, profile, known)),
  );
  const twice = PROFILE_NAMES.flatMap((profile) =>
    repeated(
      `profiles.${profile}`,
      'name',
      scenario.profiles[profile].map(({ name }) => name),
    ),
  );
  return [...unknown, ...twice, ...sets];
}

function setObjections({ name, params }: ParameterSet, profile: string, known: readonly string[]): string[] {
  const where = `the set ${name} of ${profile}`;
  const given = Object.keys(params);
  return [
    ...known.filter((each) => !given.includes(each)).map((each) => `${where} lacks the parameter ${each}`),
    ...given
      .filter((each) => !known.includes(each))
      .map((each) => `${where} has the undeclared parameter ${each}`),
    ...given
      .filter((each) => !['number', 'string', 'boolean'].includes(typeof params[each]))
      .map((each) => `${where}: the parameter ${each} must be a number, a text, true or false`),
  ];
}

type Named = readonly (readonly [where: string, parameter: string])[];

function namedParameters({
  shrink,
  inFlight,
  samples,
  rules,
  measurement,
  profiles,
}: ScenarioDeclaration): Named {
  const plans = [measurement, ...plansOf(profiles)];
  return [
    ...at('shrink', Object.keys(shrink ?? {})),
    ...at('inFlight', inFlight ?? []),
    ...at('samples', [
      ...(samples?.count ?? []),
      ...(samples?.atOnce ?? []),
      samples?.idBelow,
      samples?.delayMs,
      samples !== undefined && 'pipeline' in samples.value ? samples.value.pipeline : undefined,
    ]),
    ...rules.flatMap((rule) => at(`the rule ${rule.id}`, parametersOf(rule))),
    ...plans.flatMap((plan) => at('measurement', productsOf(plan))),
  ];
}

function plansOf(profiles: ScenarioDeclaration['profiles']): readonly SamplingPlan[] {
  const sets = Object.values(profiles).flat();
  return sets.flatMap(({ measurement }) => (measurement === undefined ? [] : [measurement]));
}

const at = (where: string, factors: readonly (string | number | undefined)[]): Named =>
  factors.flatMap((factor) => (typeof factor === 'string' ? [[where, factor] as const] : []));

function parametersOf(rule: Rule): readonly (string | number)[] {
  return [
    ...('product' in rule ? rule.product : []),
    ...('atMost' in rule ? [rule.atMost] : []),
    ...('periodMs' in rule ? [rule.periodMs] : []),
  ];
}

function productsOf(plan: SamplingPlan): readonly (string | number)[] {
  switch (plan.kind) {
    case 'sliced':
      return Object.values(plan.sizes).flat();
    case 'plain':
      return plan.gate?.operations ?? [];
    case 'duet':
      return [];
    default:
      return assertNever(plan);
  }
}

function unknownEvents({ alphabet, rules, samples }: ScenarioDeclaration): string[] {
  const known = alphabet.map(({ name }) => name);
  const sampled =
    samples === undefined ? [] : [samples.event, ...('start' in samples.value ? [samples.value.start] : [])];
  return [
    ...rules.flatMap((rule) => eventsOf(rule).map((event) => [`the rule ${rule.id}`, event] as const)),
    ...sampled.map((event) => ['samples', event] as const),
  ]
    .filter(([, event]) => !known.includes(event))
    .map(
      ([where, event]) => `${where} names the unknown event ${event}; the alphabet has ${known.join(', ')}`,
    );
}

function eventsOf(rule: Rule): readonly string[] {
  switch (rule.kind) {
    case 'exact':
    case 'multiset':
      return rule.events;
    case 'edge':
      return [rule.before, rule.after];
    case 'not-before':
      return [rule.start, rule.end];
    case 'converge':
      return [...[rule.raw].flat(), rule.barrier];
    case 'alternate':
      return [rule.open, rule.close, rule.between];
    case 'overlap':
    case 'concurrency':
      return [...[rule.open].flat(), rule.close];
    case 'never-after':
      return [rule.event, rule.after];
    case 'at-most':
    case 'rate':
    case 'forbid':
    case 'count':
      return [rule.event];
    case 'lateness':
    case 'resource':
    case 'witnessed-delay':
      return [];
    default:
      return assertNever(rule);
  }
}

function metricObjections({ metrics, samples, measurement, profiles }: ScenarioDeclaration): string[] {
  const plans = [measurement, ...plansOf(profiles)];
  const sliced = plans.some(
    (plan) => plan.kind === 'sliced' || (plan.kind === 'plain' && plan.gate !== undefined),
  );
  return [
    ...(metrics.some(({ primary }) => primary) ? [] : ['no metric is primary']),
    ...metrics.flatMap(({ id, source }) => {
      if (source.kind === 'sample-quantile' && samples === undefined)
        return [`the metric ${id} is a quantile of samples, and no samples are declared`];
      return (source.kind === 'slice-time' || source.kind === 'slice-cpu') && !sliced
        ? [`the metric ${id} is of slices, and the measurement is ${measurement.kind}`]
        : [];
    }),
  ];
}

function repeated(where: string, field: string, values: readonly string[]): string[] {
  const twice = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  return [...twice].map((value) => `${where} has the ${field} ${value} twice`);
}

/** The functions, tried with the smallest work of the scenario, and how much there is to record with all of it. */
function trialObjections(scenario: ScenarioDeclaration): string[] {
  const objections = scenario.profiles.smoke.flatMap((set) => triedOut(scenario, set));
  const all = Object.values(scenario.profiles).flat();
  const recording = attempt('capacity', () =>
    all.some(({ params }) => scenario.capacity(params).samples > 0),
  );
  if (typeof recording === 'string') return [...objections, recording];
  if (recording === (scenario.samples !== undefined)) return objections;
  const said = recording
    ? 'capacity grants room for samples, and no samples are declared'
    : 'samples are declared, and capacity grants no room for them';
  return [...objections, said];
}

function triedOut(scenario: ScenarioDeclaration, { name, params }: ParameterSet): string[] {
  const where = `with the smoke set ${name}`;
  const tried = attempt(where, () => {
    const { events, samples } = scenario.capacity(params);
    const operations = scenario.operations(params);
    const round = { params, seed: 1, nonce: '0123456789abcdef', secret: 2, round: 0 };
    const expected = [...scenario.expected({ ...round, traced: true, witness: null, runtime: null })];
    const kinds = new Set(scenario.alphabet.filter(({ order }) => order !== 'raw').map((kind) => kind.name));
    const strangers = new Set(expected.map(({ kind }) => kind).filter((kind) => !kinds.has(kind)));
    return [
      ...objectionsTo(scenario.stimulus(params), 'stimulus()', STIMULUS_FORM),
      ...(isAmount(events) && isAmount(samples)
        ? []
        : ['capacity() must give whole numbers of events and samples']),
      ...(isAmount(operations) && operations > 0
        ? []
        : [`operations() must give a whole number from 1 on, and gives ${operations}`]),
      ...(expected.length > 0 ? [] : ['expected() gives no event']),
      ...(expected.length > events
        ? [`expected() gives ${expected.length} events, and capacity() grants room for ${events}`]
        : []),
      ...[...strangers].map(
        (kind) => `expected() gives the event ${kind}, which is raw or not in the alphabet`,
      ),
    ].map((objection) => `${where}: ${objection}`);
  });
  return typeof tried === 'string' ? [tried] : tried;
}

const isAmount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;

/** What `act` gives, or a sentence that says how it failed. */
function attempt<Value>(where: string, act: () => Value): Value | string {
  try {
    return act();
  } catch (error) {
    return `${where}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
