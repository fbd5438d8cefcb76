// The plan of a run: what was chosen of what is here, asked once more as it will be run, in its order; of a shard its own blocks.
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { rootsOf } from '../../contract/scenario-origin.ts';
import type { ShardView } from '../../contract/shard.ts';
import { PRODUCT } from '../../contract/product.ts';
import { preflight } from '../../machine/preflight.ts';
import { makePlan } from '../../plan/make-plan.ts';
import type { PlanRequest } from '../../plan/make-plan.ts';
import { usableScratchParent } from '../../run/scratch.ts';
import { readResults } from '../../store/results-file.ts';
import { runFolderAt } from '../../store/run-folder.ts';
import { kindAt } from '../../files/foreign-file.ts';
import { random32 } from '../chance.ts';
import { MOST_GATE_REPETITIONS } from '../conduct/gate-decisions.ts';
import { packPlan, storedDurations } from '../fleet/pack-plan.ts';
import type { PackedPlan } from '../fleet/pack-plan.ts';
import { withRules } from './choose-rules.ts';
import { choose, withoutRuntimes } from './choose.ts';
import type { AbsentSubject, Choice } from './choose.ts';
import { findAndAsk } from './find-runtimes.ts';
import type { AskedRuntimes } from './find-runtimes.ts';
import type { PrepareRequest } from './prepare-request.ts';
import { probeRuntimes } from './probe-runtimes.ts';

/** Each seed of a check is tried in two fresh processes, which must do the same (rule W6). */
const CHECK_PROCESSES = 2;

export interface ChosenHere {
  readonly found: AskedRuntimes;
  readonly choice: Choice;
  /** Why the machine refuses some of what was asked for. */
  readonly machine: readonly Failure[];
}

/** What was asked for, without what this machine refuses. */
export async function chooseHere(request: PrepareRequest): Promise<ChosenHere> {
  const { options, checking, scenarios, breadth, project, packageRoot, wires } = request;
  const { reference } = options;
  const scenarioRoots = rootsOf(scenarios);
  const found = await findAndAsk(packageRoot('head'), options.subjects, project, {
    reference,
    wires,
    scenarioRoots,
  });
  const chosen = withRules(
    choose({ ...options, breadth }, scenarios, found),
    checking?.rules ?? [],
    scenarios,
  );
  const asked = chosen.wanted.map(({ scenario }) => scenario);
  const { refused, failures } = await preflight(asked, await usableScratchParent(process.env));
  const wanted = chosen.wanted.filter(({ scenario }) => !refused.has(scenario.id));
  return { found, choice: { ...chosen, wanted }, machine: failures };
}

export interface PlannedRun {
  readonly plan: Plan;
  /** From which a further plan of the same run is made. */
  readonly planning: PlanRequest;
  readonly reference: string;
  readonly usable: readonly Runtime[];
  readonly refused: ReadonlyMap<string, Failure>;
  readonly absent: readonly AbsentSubject[];
  /** Null: the whole plan. */
  readonly shard: PlannedShard | null;
}

export interface PlannedShard {
  readonly view: ShardView;
  readonly packed: PackedPlan;
}

export async function planHere(
  request: PrepareRequest,
  { found, choice }: ChosenHere,
  seed: number,
  probed: () => void,
): Promise<PlannedRun> {
  const { options, sides, packageRoot, checking } = request;
  const { usable, refused } = await probeRuntimes(choice.runtimes, {
    sides,
    packageRoot,
    asked: packageRoot('head'),
    refused: found.refused,
    wires: request.wires,
  });
  probed();
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
  const whole = makePlan(planning);
  const planned = { reference, usable, refused, absent };
  const shard = shardOf(request, whole, planned);
  if (shard === null) return { plan: timed(whole, options.timeMs), planning, ...planned, shard };
  const only = shard.packed.shards[shard.view.index - 1]?.blocks ?? [];
  const own = { ...planning, only };
  return { plan: timed(makePlan(own), options.timeMs), planning: own, ...planned, shard };
}

const timed = (made: Plan, timeMs: number | null): Plan =>
  timeMs === null ? made : { ...made, expectedMs: timeMs };

function shardOf(
  { options, checking }: PrepareRequest,
  plan: Plan,
  { reference, usable }: Pick<PlannedRun, 'reference' | 'usable'>,
): PlannedShard | null {
  if (options.shard === undefined) return null;
  const { index, count, weights } = options.shard;
  const { version } = PRODUCT;
  const facts = { version, runtimes: usable, reference, checking, timeMs: options.timeMs };
  const packed = packPlan({ plan, count, stored: durationsOf(weights), facts });
  return { view: { plan: packed.digest, index, count }, packed };
}

/** Throws a `FailureError` EL1005 where one of them is no stored run. */
function durationsOf(paths: readonly string[]): ReadonlyMap<string, number> {
  return storedDurations(
    paths.map((path) => {
      const read = readResults(kindAt(path) === 'folder' ? runFolderAt(path).results : path);
      if (!read.ok) throw new FailureError(read.failure);
      return read.value;
    }),
  );
}
