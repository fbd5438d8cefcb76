// Chooses what to plan, from the command line and the interpreters found. Pure.
import { FailureError, assertNever, failure } from '../../contract/failure.ts';
import type { Failure, Result } from '../../contract/failure.ts';
import type { Subject } from '../../contract/invocation.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { checkedSubjects, defaultSubjects, isPreferred } from '../../plan/default-subjects.ts';
import { selectScenarios, selectSubjects } from '../../plan/select.ts';
import { subjectsOf } from '../../plan/support.ts';

export interface ChoiceRequest {
  readonly scenarios: readonly string[];
  readonly subjects: readonly string[];
  /** A subject id, or null for the default. */
  readonly reference: string | null;
  /**
   * What is taken when nothing is named: scenarios and subjects of a default run, the whole catalogue in one style a runtime, or in all
   * styles. All styles are also those of the runtimes that are named.
   */
  readonly breadth: 'default' | 'catalogue' | 'styles';
}

export interface Found {
  readonly runtimes: readonly Runtime[];
  /** Why interpreters are missing. */
  readonly missing: readonly Failure[];
  /** Why a runner has no runtime, by its id. */
  readonly absent: ReadonlyMap<string, Failure>;
  /** Why runners did not answer as they must, by the id of their runtime. */
  readonly refused?: ReadonlyMap<string, Failure>;
}

export interface Choice {
  readonly wanted: readonly { readonly scenario: Scenario; readonly subjects: readonly Subject[] }[];
  readonly reference: string;
  /** The runtimes of the wanted subjects. */
  readonly runtimes: readonly Runtime[];
  /** What was asked for and has no runtime. */
  readonly absent: readonly AbsentSubject[];
}

export interface AbsentSubject {
  /** As it was asked for; where nobody named it, the id of its runner. */
  readonly subject: string;
  /** Why it is absent. */
  readonly failure: Failure;
}

/** Throws a `FailureError` when a pattern matches nothing. */
export function choose(request: ChoiceRequest, all: readonly Scenario[], found: Found): Choice {
  const scenarios = valueOf(selectScenarios(candidates(request, all), request.scenarios));
  const named = request.subjects.length === 0 ? null : namedSubjects(request, found);
  const reference = meantReference(request, found);
  const wanted = scenarios.map((scenario) => ({
    scenario,
    subjects: withReference(named ?? broadly(request.breadth, scenario, found.runtimes), reference, found),
  }));
  const subjects = wanted.flatMap(({ subjects }) => subjects);
  const used = new Set(subjects.map(({ runtime }) => runtime));
  return {
    wanted,
    reference: reference ?? defaultReference(subjects, found.runtimes),
    runtimes: found.runtimes.filter(({ id }) => used.has(id)),
    absent: absentSubjects(request.subjects, found),
  };
}

/** Who names no scenario in a default run gets the default set. */
function candidates({ breadth, scenarios }: ChoiceRequest, all: readonly Scenario[]): readonly Scenario[] {
  if (breadth !== 'default' || scenarios.length > 0) return all;
  return all.filter(({ inDefaultRun }) => inDefaultRun);
}

function broadly(
  breadth: ChoiceRequest['breadth'],
  scenario: Scenario,
  runtimes: readonly Runtime[],
): readonly Subject[] {
  switch (breadth) {
    case 'default':
      return defaultSubjects(scenario, runtimes);
    case 'catalogue':
      return checkedSubjects(scenario, runtimes);
    case 'styles':
      return subjectsOf(runtimes.filter(isPreferred));
    default:
      return assertNever(breadth);
  }
}

function namedSubjects({ subjects: patterns, breadth }: ChoiceRequest, found: Found): readonly Subject[] {
  const named = chosenSubjects(patterns, found);
  if (breadth !== 'styles') return named;
  const runtimes = new Set(named.map(({ runtime }) => runtime));
  return subjectsOf(found.runtimes.filter(({ id }) => runtimes.has(id)));
}

/** A pattern that names a runtime which was not found, or was refused, costs itself alone; where nothing else is named, it is answered with why. */
function chosenSubjects(patterns: readonly string[], found: Found): readonly Subject[] {
  const { runtimes, missing, refused } = found;
  const absent = absentSubjects(patterns, found);
  const [first] = absent;
  const present = patterns.filter((pattern) => absent.every(({ subject }) => subject !== pattern));
  if (present.length === 0 && first !== undefined) throw new FailureError(first.failure);
  const result = selectSubjects(subjectsOf(runtimes), present);
  if (result.ok) return result.value;
  for (const pattern of present) {
    const why = refused?.get(pattern.split('/')[0] ?? '');
    if (why !== undefined) throw new FailureError(why);
  }
  const evidence = missing.map(({ code, cause, next }) => `${code} ${cause} ${next}`);
  throw new FailureError({ ...result.failure, evidence });
}

/** Of the patterns those that are right and mean what is not installed; where nothing is named, every runner is meant. */
function absentSubjects(patterns: readonly string[], { absent }: Found): readonly AbsentSubject[] {
  const named = patterns.length === 0 ? [...absent.keys()] : patterns;
  return named.flatMap((subject) => {
    const [runner = ''] = subject.split(/[@/]/);
    const why = absent.get(runner);
    return why === undefined ? [] : [{ subject, failure: why }];
  });
}

/** A subject of the user's own has one style, and its id is enough. */
function meantReference({ reference }: ChoiceRequest, { runtimes }: Found): string | null {
  const own = runtimes.find(({ id, startedWith }) => id === reference && startedWith !== undefined);
  return own?.startedWith === undefined ? reference : `${own.id}/${own.startedWith.style}`;
}

/** The reference is measured wherever anything is: a comparison needs both. */
function withReference(
  subjects: readonly Subject[],
  reference: string | null,
  found: Found,
): readonly Subject[] {
  if (reference === null || subjects.some(({ id }) => id === reference)) return subjects;
  const [absent] = absentSubjects([reference], found);
  if (absent !== undefined) throw new FailureError(absent.failure);
  const [subject] = valueOf(selectSubjects(subjectsOf(found.runtimes), [reference]));
  if (subject?.id !== reference)
    throw new FailureError(
      failure(
        'EL1002',
        `The reference ${JSON.stringify(reference)} is not one subject.`,
        'Give its id, such as node/promises.',
      ),
    );
  return [subject, ...subjects];
}

/** The default subject of the first runtime, when it is measured; else the first subject that is. */
function defaultReference(subjects: readonly Subject[], runtimes: readonly Runtime[]): string {
  const preferred = runtimes.map(({ id, manifest }) => `${id}/${manifest.defaultStyle}`);
  return preferred.find((id) => subjects.some((subject) => subject.id === id)) ?? subjects[0]?.id ?? '';
}

function valueOf<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new FailureError(result.failure);
}

/** The same choice on fewer runtimes: those that were refused take their subjects with them. */
export function withoutRuntimes(
  choice: Choice,
  usable: readonly Runtime[],
  refused: ReadonlyMap<string, Failure>,
): Choice {
  const wanted = choice.wanted.map(({ scenario, subjects }) => ({
    scenario,
    subjects: subjects.filter(({ runtime }) => usable.some(({ id }) => id === runtime)),
  }));
  const left = wanted.flatMap(({ subjects }) => subjects);
  const keeps = left.some(({ id }) => id === choice.reference);
  const asked = new Map(
    choice.wanted.flatMap(({ subjects }) => subjects.map(({ id, runtime }) => [id, runtime])),
  );
  const gone = [...asked].flatMap(([subject, runtime]) => {
    const why = refused.get(runtime);
    return why === undefined ? [] : [{ subject, failure: why }];
  });
  return {
    wanted,
    reference: keeps ? choice.reference : defaultReference(left, usable),
    runtimes: usable,
    absent: [...choice.absent, ...gone],
  };
}
