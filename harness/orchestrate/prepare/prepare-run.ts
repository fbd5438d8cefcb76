// Everything before the first invocation: interpreters, choice, run folder, probes, plan.
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Side } from '../../contract/invocation.ts';
import type { Plan } from '../../contract/plan.ts';
import type { RunOptions, Checking } from '../../contract/request.ts';
import type { UncheckedStyle } from '../../contract/check-view.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { rootsOf } from '../../contract/scenario-origin.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { ProjectParts } from '../../contract/project.ts';
import type { KnownDivergence } from '../../contract/verdict.ts';
import { preflight } from '../../machine/preflight.ts';
import { makePlan } from '../../plan/make-plan.ts';
import type { PlanRequest } from '../../plan/make-plan.ts';
import { uncheckedStyles } from '../../plan/unchecked-styles.ts';
import { usableScratchParent } from '../../run/scratch.ts';
import type { RunStages } from '../../run/stages.ts';
import { createRunFolder } from '../../store/run-folder.ts';
import type { RunFolder } from '../../store/run-folder.ts';
import { random32, runId } from '../chance.ts';
import { withRules } from './choose-rules.ts';
import { choose, withoutRuntimes } from './choose.ts';
import type { Choice, ChoiceRequest } from './choose.ts';
import { findAndAsk } from './find-runtimes.ts';
import type { AskedRuntimes } from './find-runtimes.ts';
import { loadKnownDivergences } from './load-known-divergences.ts';
import type { RunListener } from '../listener.ts';
import { probeRuntimes } from './probe-runtimes.ts';
import type { ResumedRun } from '../recover/resume.ts';
import type { KeptWires } from '../wires.ts';
import { MOST_GATE_REPETITIONS } from '../conduct/gate-decisions.ts';

/** Each seed of a check is tried in two fresh processes, which must do the same (rule W6). */
const CHECK_PROCESSES = 2;

export interface PrepareRequest {
  readonly options: RunOptions;
  /** What is taken when nothing is named. */
  readonly breadth: ChoiceRequest['breadth'];
  /** Null: this is a measurement. */
  readonly checking: Checking | null;
  readonly scenarios: readonly Scenario[];
  /** What it adds to the package. */
  readonly project: ProjectParts;
  readonly sides: readonly Side[];
  /** Where the package of each side stands. */
  readonly packageRoot: (side: Side) => string;
  /** The folder of all runs. */
  readonly outRoot: string;
  readonly listener: RunListener;
  /** Where what is said to runners and by them goes; absent: into bundles alone. */
  readonly wires?: KeptWires;
  /** The run that goes on; absent: a new one. */
  readonly resumed?: Pick<ResumedRun, 'folder' | 'journal'>;
}

export interface PreparedRun {
  readonly id: string;
  readonly startedAtMs: number;
  readonly folder: RunFolder;
  readonly plan: Plan;
  /** From which a further plan of the same run is made. */
  readonly planning: PlanRequest;
  readonly reference: string;
  readonly runtimes: readonly Runtime[];
  readonly known: ReadonlyMap<string, readonly KnownDivergence[]>;
  /** Styles of these runtimes that the plan leaves out. */
  readonly unchecked: readonly UncheckedStyle[];
  /** Trouble that belongs to no cell: runtimes that are missing or were refused. */
  readonly failures: readonly Failure[];
  /** Subjects that were asked for and of which nothing is known: their runtimes are missing or were refused. */
  readonly absent: readonly string[];
}

export async function prepareRun(request: PrepareRequest, stages?: RunStages): Promise<PreparedRun> {
  const { options, sides, packageRoot, outRoot, resumed } = request;
  const begun = resumed?.journal.run;
  const head = packageRoot('head');
  const startedAtMs = begun?.startedAtMs ?? Date.now();
  stages?.enter('probe');
  const { checking } = request;
  const found = await findFor(request, head);
  const { choice, machine } = await chosenHere(request, found);
  const known = loadKnownDivergences(
    head,
    choice.wanted.map(({ scenario }) => scenario),
  );
  const seed = begun?.planning.seed ?? options.seed ?? random32();
  const id = begun?.id ?? runId(startedAtMs, random32());
  const folder = resumed?.folder ?? openFolder(id, outRoot, options.out);
  request.listener.announce(choice, found, seed);

  const { usable, refused } = await probeRuntimes(choice.runtimes, {
    sides,
    packageRoot,
    asked: head,
    refused: found.refused,
    wires: request.wires,
  });
  stages?.enter('plan');
  const { wanted, reference, absent } = withoutRuntimes(choice, usable, refused);
  const { profile, repetitions } = options;
  const processes = checking === null ? 1 : CHECK_PROCESSES;
  const compared = { sides, reference: checking === null ? reference : null };
  const runtimesOfPlan = {
    runtimes: usable,
    profile,
    repetitions,
    processes,
    gateRepetitions: MOST_GATE_REPETITIONS,
  };
  const planning: PlanRequest = { wanted, ...runtimesOfPlan, seed, ...compared, random32 };
  const made = makePlan(planning);
  const plan = options.timeMs === null ? made : { ...made, expectedMs: options.timeMs };
  // What is missing counts as a reason where nobody selected subjects, or where it was selected.
  const missing = options.subjects.length === 0 ? found.missing : absent.map(({ failure }) => failure);
  return {
    id,
    startedAtMs,
    folder,
    plan,
    planning,
    reference,
    runtimes: usable,
    known,
    unchecked: uncheckedStyles(wanted, usable),
    failures: [...new Set([...machine, ...missing, ...refused.values()])],
    absent: absent.map(({ subject }) => subject),
  };
}

function findFor(
  { options, project, scenarios, wires }: PrepareRequest,
  root: string,
): Promise<AskedRuntimes> {
  const { reference } = options;
  return findAndAsk(root, options.subjects, project, { reference, wires, scenarioRoots: rootsOf(scenarios) });
}

/** What was asked for, without what this machine refuses. */
async function chosenHere(
  { options, checking, scenarios, breadth }: PrepareRequest,
  found: AskedRuntimes,
): Promise<{ readonly choice: Choice; readonly machine: readonly Failure[] }> {
  const chosen = withRules(
    choose({ ...options, breadth }, scenarios, found),
    checking?.rules ?? [],
    scenarios,
  );
  const asked = chosen.wanted.map(({ scenario }) => scenario);
  const { refused, failures } = await preflight(asked, await usableScratchParent(process.env));
  const wanted = chosen.wanted.filter(({ scenario }) => !refused.has(scenario.id));
  return { choice: { ...chosen, wanted }, machine: failures };
}

function openFolder(runId: string, root: string, out: string | null): RunFolder {
  const made = createRunFolder({ root, runId, ...(out === null ? {} : { out }) });
  if (made.ok) return made.value;
  throw new FailureError(made.failure);
}
