// The invocations of a run under a witness, each journalled; what an earlier process had done of them counts.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { RunLine } from '../../contract/journal.ts';
import type { ObserverCost } from '../../contract/numbers.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Change } from '../../contract/result.ts';
import { makePlan } from '../../plan/make-plan.ts';
import type { BenchConditions } from '../../run/block/bench-conditions.ts';
import type { SliceWindow } from '../../run/block/slice-block.ts';
import { harnessEpochNs } from '../../run/clock.ts';
import { keepSidecars } from '../../run/held-sidecars.ts';
import type { KeptSidecars } from '../../run/held-sidecars.ts';
import type { DisturbanceWatch } from '../../run/disturbance/watch-disturbances.ts';
import { ownOwner } from '../../run/owner.ts';
import type { RunStages } from '../../run/stages.ts';
import { startWitness } from '../../run/witness/host.ts';
import { openJournal } from '../../store/journal.ts';
import type { Journal } from '../../store/journal.ts';
import { sidecarPath } from '../../store/sidecar-path.ts';
import { disturbedChanges, touchedBy, trusting } from '../assemble/disturbed.ts';
import { outlookOf } from '../assemble/outlook.ts';
import { guardChildren } from '../child-guard.ts';
import type { BundleOrigin } from '../divergence/keep-bundle.ts';
import type { MeasureRequest } from '../measure-request.ts';
import type { PreparedRun } from '../prepare/prepare-run.ts';
import { restore } from '../recover/restore.ts';
import type { Restored } from '../recover/restore.ts';
import { refuseChanges } from '../recover/resume.ts';
import type { KeptWires } from '../wires.ts';
import type { TimeBudget } from './budget-queue.ts';
import { carryOut } from './carry-out.ts';
import { changesOf, planAgain } from './confirmation.ts';
import { makeInspector } from './inspect.ts';
import type { Inspector } from './inspect.ts';
import { openLedger } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import { observeCost } from './observe-cost.ts';
import { openQueue } from './open-queue.ts';

export interface RunPlaces {
  readonly ledger: Ledger;
  readonly scratchDirectory: string;
  readonly origin: BundleOrigin;
  readonly machine: BenchConditions;
  /** On which blocks run at once; none: one after the other. */
  readonly cpus: readonly number[];
  readonly budget: TimeBudget | null;
  /** How long the run has taken, in milliseconds, in all of its processes. */
  readonly usedMs: () => number;
  readonly stages: RunStages;
  /** Of what goes on beside the run. */
  readonly watch: DisturbanceWatch;
  readonly wires: KeptWires;
  /** The first line of its journal, as this process would write it. */
  readonly begun: RunLine;
}

/** With the handles of the files of invocations that are not judged yet. */
interface HoldingPlaces extends RunPlaces {
  readonly sidecars: KeptSidecars;
}

export interface Conducted {
  readonly broken: readonly Failure[];
  readonly observer: readonly ObserverCost[];
  readonly steered: boolean;
  readonly again: readonly Change[] | null;
  /** When processes took the run up that another had begun. */
  readonly resumedAtMs: readonly number[];
}

const NOTHING_YET: Restored = { done: new Set(), records: [], troubles: [] };

/** Not a runner's doing, or it would be an outcome: the disk, a witness. What was finished is worth keeping all the same. */
export async function conductAll(
  request: MeasureRequest,
  prepared: PreparedRun,
  places: RunPlaces,
): Promise<Conducted> {
  const { resumed } = request;
  const atMs = Date.now();
  const resumedAtMs = resumed === undefined ? [] : [...resumed.journal.resumedAtMs, atMs];
  if (resumed !== undefined) refuseChanges(resumed.folder.path, resumed.journal.run, places.begun);
  const sidecars = keepSidecars();
  try {
    const holding = { ...places, sidecars };
    const { observer, steered } = await journalled(request, prepared, holding, atMs);
    const sides = request.comparing === 'sides';
    const again = sides ? await measureAgain(request, prepared, holding) : null;
    return { broken: [], observer, steered, again, resumedAtMs };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { broken: [error.failure], observer: [], steered: true, again: null, resumedAtMs };
  } finally {
    sidecars.close();
  }
}

/** The journal begins with what the run is, or goes on with what is known of it. */
async function journalled(
  request: MeasureRequest,
  prepared: PreparedRun,
  places: HoldingPlaces,
  atMs: number,
): Promise<Pick<Conducted, 'observer' | 'steered'>> {
  const { resumed } = request;
  const { folder, plan } = prepared;
  const journal = openJournal(folder.journal);
  try {
    journal.append(resumed === undefined ? places.begun : { kind: 'resumed', owner: ownOwner(), atMs });
    const inspect = inspectorOf(request, prepared, places, journal);
    if (resumed === undefined)
      return await conduct(request, prepared, { ...places, journal, inspect, earlier: NOTHING_YET });
    const { ledger } = places;
    const earlier = restore({ journal: resumed.journal, plan, ledger, inspect, wholeGroups: true });
    for (const trouble of earlier.troubles) request.listener.say(`${trouble}.`);
    request.listener.say(`Resumed: ${earlier.done.size} of ${plan.steps.length} invocations are done.`);
    dropUnfinished(folder.path, plan, earlier.done);
    return await conduct(request, prepared, { ...places, journal, inspect, earlier });
  } finally {
    journal.close();
  }
}

/** What is carried out again finds no file of the last time. */
function dropUnfinished(runDirectory: string, { steps }: Plan, done: ReadonlySet<string>): void {
  for (const { invocation } of steps)
    if (!done.has(invocation))
      for (const folder of ['samples', 'traces'])
        rmSync(sidecarPath(runDirectory, join(folder, `${invocation}.evsg`)), { force: true });
}

/** What looked like a regression, a second time; null where nothing did, or the run was stopped. */
async function measureAgain(
  request: MeasureRequest,
  prepared: PreparedRun,
  places: HoldingPlaces,
): Promise<readonly Change[] | null> {
  const { plan, planning, runtimes, known, folder } = prepared;
  const sources = { runtimes, known, checking: null };
  const wanted = planAgain(changesOf({ ...sources, plan, ledger: places.ledger }), planning);
  if (wanted === null || request.stop.cause() !== null) return null;
  const path = join(folder.path, 'again');
  const second = makePlan(wanted);
  const ledger = openLedger(second);
  const subfolder = { ...folder, path, journal: `${folder.journal}.again` };
  const own = { ...prepared, plan: second, folder: subfolder };
  // Of an earlier process: fresh pairs are those of this one alone.
  rmSync(path, { recursive: true, force: true });
  rmSync(subfolder.journal, { force: true });
  const journal = openJournal(subfolder.journal);
  try {
    const inner = { ...places, ledger, budget: null, journal, earlier: NOTHING_YET };
    const inspect = inspectorOf(request, own, inner, journal);
    const options = { ...request.options, observer: false };
    await conduct({ ...request, options }, own, { ...inner, inspect });
  } finally {
    journal.close();
  }
  if (request.stop.cause() !== null) return null;
  const changes = changesOf({ ...sources, plan: second, ledger });
  return disturbedChanges(changes, touchedBy(places.watch.seen(), ledger), trusting(request.options));
}

function inspectorOf(
  { options, comparing, checking, project }: MeasureRequest,
  { folder, runtimes }: PreparedRun,
  { origin, wires, sidecars }: HoldingPlaces,
  journal: Journal,
): Inspector {
  return makeInspector({
    runDirectory: folder.path,
    runtimes,
    measure: comparing !== 'nothing',
    keepTraces: options.keepTraces,
    origin,
    words: project.words,
    wires,
    sidecars,
    sameAgain: checking !== null,
    keep: (line) => journal.append(line),
  });
}

interface Conducting extends HoldingPlaces {
  readonly journal: Journal;
  readonly inspect: Inspector;
  readonly earlier: Restored;
}

/** The invocations, one after the other or block by block, under a witness that outlives none of them. */
async function conduct(
  request: MeasureRequest,
  prepared: PreparedRun,
  conducting: Conducting,
): Promise<Pick<Conducted, 'observer' | 'steered'>> {
  const { plan, runtimes, known, reference } = prepared;
  const { ledger, cpus, budget, usedMs, stages, journal, inspect, earlier, watch } = conducting;
  if (plan.steps.length === 0) return { observer: [], steered: false };
  const { options, checking } = request;
  const left = budget === null ? null : budget.endMs - budget.now();
  const open = { ...plan, steps: plan.steps.filter(({ invocation }) => !earlier.done.has(invocation)) };
  const progress = await request.listener.watch(open, { cpus: Math.max(1, cpus.length), budgetMs: left });
  const sources = { plan, ledger, runtimes, known, checking };
  const outlook = () => outlookOf(sources, reference);
  const opened = openQueue({ plan, ledger, cpus: cpus.length, budget, outlook, earlier });
  const witness = guardChildren(await startWitness({ epochNs: harnessEpochNs }));
  try {
    const context = { ...contextOf(request, prepared, conducting), witness: watch.watching(witness) };
    const { done } = earlier;
    const carried = { plan, cpus, queue: opened.queue, done, usedMs, runtimes, context };
    await carryOut({ ...carried, journal, watch, inspect, ledger, progress });
    stages.enter('observe');
    const observer = options.observer ? await observeCost({ plan, runtimes, context }) : [];
    return { observer, steered: opened.steered() };
  } finally {
    stages.enter('between');
    opened.close();
    await witness.close();
    for (const span of watch.settle()) journal.append({ kind: 'disturbance', span });
  }
}

/** What all invocations of a run share, but for the witness. */
function contextOf(
  { stop, packageRoot, checking, inject }: MeasureRequest,
  { folder }: PreparedRun,
  { scratchDirectory, machine, ledger, journal, stages, wires, sidecars, earlier }: Conducting,
) {
  return {
    runDirectory: folder.path,
    scratchDirectory,
    stop,
    packageRoot,
    blocks: {
      machine,
      onWindow(window: SliceWindow) {
        ledger.windows.slices(window);
        journal.append({ kind: 'window', ...window });
      },
      ...(inject === undefined ? {} : { inject }),
    },
    runStages: stages,
    wires,
    sidecars,
    traceLast: checking !== null,
    withoutTrail: checking === null,
    stall: checking?.stress === true,
    earlier: earlier.records,
  };
}
