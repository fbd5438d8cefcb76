// Everything before the first invocation: interpreters, choice, run folder, probes, plan.
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Plan } from '../../contract/plan.ts';
import type { UncheckedStyle } from '../../contract/check-view.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { KnownDivergence } from '../../contract/verdict.ts';
import type { PlanRequest } from '../../plan/make-plan.ts';
import { uncheckedStyles } from '../../plan/unchecked-styles.ts';
import type { RunStages } from '../../run/stages.ts';
import { createRunFolder } from '../../store/run-folder.ts';
import type { RunFolder } from '../../store/run-folder.ts';
import { random32, runId } from '../chance.ts';
import { loadKnownDivergences } from './load-known-divergences.ts';
import type { PrepareRequest } from './prepare-request.ts';
import { chooseHere, planHere } from './plan-run.ts';
import type { PlannedShard } from './plan-run.ts';

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
  /** Null: the whole plan. */
  readonly shard: PlannedShard | null;
}

export async function prepareRun(request: PrepareRequest, stages?: RunStages): Promise<PreparedRun> {
  const { options, packageRoot, outRoot, resumed } = request;
  const begun = resumed?.journal.run;
  const startedAtMs = begun?.startedAtMs ?? Date.now();
  stages?.enter('probe');
  const chosen = await chooseHere(request);
  const { found, choice, machine } = chosen;
  const known = loadKnownDivergences(
    packageRoot('head'),
    choice.wanted.map(({ scenario }) => scenario),
  );
  const seed = begun?.planning.seed ?? options.seed ?? random32();
  const id = begun?.id ?? runId(startedAtMs, random32());
  const folder = resumed?.folder ?? openFolder(id, outRoot, options.out);
  request.listener.announce(choice, found, seed);

  const planned = await planHere(request, chosen, seed, () => stages?.enter('plan'));
  const { plan, planning, reference, usable, refused, absent, shard } = planned;
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
    unchecked: uncheckedStyles(planning.wanted, usable),
    failures: [...new Set([...machine, ...missing, ...refused.values()])],
    absent: absent.map(({ subject }) => subject),
    shard,
  };
}

function openFolder(runId: string, root: string, out: string | null): RunFolder {
  const made = createRunFolder({ root, runId, ...(out === null ? {} : { out }) });
  if (made.ok) return made.value;
  throw new FailureError(made.failure);
}
