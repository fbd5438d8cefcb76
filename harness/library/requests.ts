// What a program may ask for, and how it becomes what a run is given. What a type cannot hold is checked here: JavaScript has none.
import { ACROSS } from '../compare/machine-differences.ts';
import type { Across } from '../compare/machine-differences.ts';
import { failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { RunOptions } from '../contract/request.ts';
import type { Profile } from '../contract/scenario.ts';
import {
  DEFAULT_REPETITIONS,
  DEFAULT_TIMES,
  FEWEST_REPETITIONS,
  LARGEST_SEED,
  MOST_CPUS,
  MOST_IN_BUDGET,
  MOST_REPETITIONS,
  MOST_SECONDS,
  MOST_SEEDS,
  PROFILES,
} from '../orchestrate/prepare/amount-of-work.ts';
import { misfit } from './misfit.ts';
import type { FieldForm } from './misfit.ts';

/** The project that a function works for: its config, and what is added to it. Every field may be absent. */
export interface ProjectRequest {
  /** The file that is read. Absent: `evenloop.config.*`, from the working directory upwards. False: none. */
  readonly config?: string | false;
  /** Further runners: paths of a `runner.json`, or of folders that have one. */
  readonly runners?: readonly string[];
  /** Further folders of scenarios, `<folder>/<family>/<scenario>/`. */
  readonly scenarioFolders?: readonly string[];
}

export interface CompareRequest extends ProjectRequest {
  /** What the two runs may differ in and be compared all the same. Absent: in neither. */
  readonly across?: readonly Across[];
}

/** What `run` and `check` have in common. Every field may be absent. */
export interface Selection extends ProjectRequest {
  /** Ids, families or globs. Absent: the default scenarios of a run, the whole catalogue of a check. */
  readonly scenarios?: readonly string[];
  /** Ids, runtimes, styles or globs. Absent: the default subjects. */
  readonly subjects?: readonly string[];
  /** Of an earlier run: repeats its orders and schedules. Absent: drawn. */
  readonly seed?: number;
  /** The folder of the run, new or empty. Absent: `<run id>` in the `out` of the config, or in `reports/out` below the working directory. */
  readonly out?: string;
  /** Also keep the traces of proved invocations. */
  readonly keepTraces?: boolean;
  /** Stop after this time, at the end of the current window. */
  readonly maxTimeMs?: number;
  /** The file to which the messages between harness and runners are written. Absent: none. */
  readonly wire?: string;
  /** Stops the run at the end of the current window; what was finished is in its result. */
  readonly signal?: AbortSignal;
  /** Called when an invocation has ended, between measured windows: be brief. */
  readonly onInvocation?: (ended: EndedInvocation) => void;
}

/** One process that has ended and was judged. */
export interface EndedInvocation {
  readonly cell: string;
  /** Null: it kept its contract. */
  readonly trouble: string | null;
  /** The number of invocations that have ended, this one included. */
  readonly finished: number;
  /** Of the whole plan. A run with a time budget ends before it has carried out all of them. */
  readonly planned: number;
}

export interface RunRequest extends Selection {
  /** `smoke`, `quick`, `standard`, `full`, or a profile of the config. Absent: `quick`. */
  readonly profile?: string;
  /** The same number of repetitions of every cell, instead of a time. */
  readonly repetitions?: number;
  /** How long the run takes, at least a second; absent, and without `repetitions`: by profile. */
  readonly timeMs?: number;
  /** The subject that all others are compared with. */
  readonly reference?: string;
  /** Search for the smallest counterexample of each divergence. */
  readonly shrink?: boolean;
  /** Blocks run on this number of CPUs at once. */
  readonly cpus?: number;
  /** Measure what recording costs. */
  readonly observer?: boolean;
  /** Give verdicts also where the run was disturbed; each of them says so. */
  readonly trustDisturbed?: boolean;
}

/** A request in which the config has said what it says: its profile is one of evenloop. */
export interface ConfiguredRequest extends RunRequest {
  readonly profile?: Profile;
}

export interface CheckRequest extends Selection {
  /** Of each runtime the default style, or all of them. Absent: `default`. */
  readonly styles?: 'default' | 'all';
  /** Ids of the rules that decide; absent or empty: all. */
  readonly rules?: readonly string[];
  /** The number of seeds; absent: 1. */
  readonly repeat?: number;
  /** Under load: busy processors, and loops that stall. */
  readonly stress?: boolean;
}

const PROJECT: Readonly<Record<string, FieldForm>> = {
  config: 'text or false',
  runners: 'texts',
  scenarioFolders: 'texts',
};

const SHARED: Readonly<Record<string, FieldForm>> = {
  ...PROJECT,
  scenarios: 'texts',
  subjects: 'texts',
  seed: { from: 0, to: LARGEST_SEED },
  out: 'text',
  keepTraces: 'flag',
  maxTimeMs: { from: 1000, to: MOST_SECONDS * 1000 },
  wire: 'text',
  signal: 'signal',
  onInvocation: 'function',
};

const RUN: Readonly<Record<string, FieldForm>> = {
  ...SHARED,
  repetitions: { from: FEWEST_REPETITIONS, to: MOST_REPETITIONS },
  timeMs: { from: 1000, to: MOST_SECONDS * 1000 },
  reference: 'text',
  shrink: 'flag',
  cpus: { from: 1, to: MOST_CPUS },
  observer: 'flag',
  trustDisturbed: 'flag',
};

const CHECK: Readonly<Record<string, FieldForm>> = {
  ...SHARED,
  styles: ['default', 'all'],
  rules: 'texts',
  repeat: { from: 1, to: MOST_SEEDS },
  stress: 'flag',
};

/** What is wrong with it, or null. `profiles`: those of the config; null: the config is not read yet. */
export function whyNotRun(request: RunRequest, profiles: readonly string[] | null): Failure | null {
  const profile: FieldForm = profiles === null ? 'text' : [...PROFILES, ...profiles];
  const problem = misfit(request, { ...RUN, profile });
  if (problem !== null || request.timeMs === undefined || request.repetitions === undefined) return problem;
  const next =
    'Give `timeMs` for a budget, or `repetitions` for the same number of repetitions of every cell.';
  return failure('EL1004', 'Both `timeMs` and `repetitions` were given.', next);
}

export function whyNotCheck(request: CheckRequest): Failure | null {
  return misfit(request, CHECK);
}

export function whyNotCompare(request: CompareRequest): Failure | null {
  const problem = misfit(request, { ...PROJECT, across: 'texts' });
  if (problem !== null) return problem;
  const strange = request.across?.find((each) => !ACROSS.includes(each));
  if (strange === undefined) return null;
  const next = `Give \`across\` some of ${ACROSS.join(', ')}.`;
  return failure('EL1004', `\`across\` has ${JSON.stringify(strange)}.`, next);
}

export function whyNotProject(request: ProjectRequest): Failure | null {
  return misfit(request, PROJECT);
}

export function runOptionsOf(request: ConfiguredRequest): RunOptions {
  const profile = request.profile ?? 'quick';
  const usual = request.repetitions === undefined ? (DEFAULT_TIMES[profile] ?? null) : null;
  const timeMs = request.timeMs ?? usual;
  const counted = timeMs === null ? DEFAULT_REPETITIONS[profile] : MOST_IN_BUDGET;
  return {
    ...sharedOptions(request),
    profile,
    repetitions: request.repetitions ?? counted,
    timeMs,
    reference: request.reference ?? null,
    shrink: request.shrink ?? false,
    cpus: request.cpus ?? null,
    observer: request.observer ?? false,
    ...(request.trustDisturbed === true ? { trustDisturbed: true } : {}),
  };
}

export function checkOptionsOf(request: CheckRequest): RunOptions {
  const repetitions = request.repeat ?? 1;
  const nothing = { timeMs: null, reference: null, cpus: null, observer: false };
  return { ...sharedOptions(request), ...nothing, profile: 'smoke', repetitions, shrink: true };
}

function sharedOptions(request: Selection) {
  return {
    scenarios: request.scenarios ?? [],
    subjects: request.subjects ?? [],
    seed: request.seed ?? null,
    out: request.out ?? null,
    keepTraces: request.keepTraces ?? false,
    maxTimeMs: request.maxTimeMs ?? null,
    wire: request.wire ?? null,
    json: false,
    verbose: false,
    wide: false,
  };
}
