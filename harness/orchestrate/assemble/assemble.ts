// Makes the `RunResult` from the ledger of a run. Everything that is printed or drawn comes from it.
import { failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { DisturbanceSpan } from '../../contract/disturbance.ts';
import type { ObserverCost } from '../../contract/numbers.ts';
import type { UncheckedStyle } from '../../contract/check-view.ts';
import type { RecoveredView } from '../../contract/recovered-view.ts';
import type { ShardView } from '../../contract/shard.ts';
import { RESULTS_SCHEMA } from '../../contract/result.ts';
import type { Calibration } from '../../contract/calibration.ts';
import type { Cell, Change, Environment, RunResult } from '../../contract/result.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { compareSides } from '../../compare/compare-sides.ts';
import { compareSubjects } from '../../compare/compare-subjects.ts';
import { compareWithLimit } from '../../compare/compare-with-limit.ts';
import type { ComparedSubjects } from '../../compare/compare-subjects.ts';
import { exitOf } from '../../compare/exit-code.ts';
import { confirmed } from '../../compare/side-decision.ts';
import { FAMILY_ERROR } from '../../compare/scale.ts';
import { cellViews } from './cell-views.ts';
import type { CellSources } from './cell-views.ts';
import type { Ledger } from '../conduct/ledger.ts';
import { gateDecisions } from '../conduct/gate-decisions.ts';
import { contrastsOf } from '../conduct/slice-contrasts.ts';
import type { StopCause } from '../stop.ts';
import { disturbedCells, disturbedChanges, disturbedComparisons } from './disturbed.ts';
import { disturbancesOf, disturbedLimit, touchedBy } from './disturbed.ts';
import { withTimesToDecide } from './outlook.ts';
import { runtimeView, scenarioViews } from './views.ts';

/** What is to be compared: nothing, the subjects with the reference, or the two sides. */
export type Comparing = 'nothing' | 'subjects' | 'sides';

export interface RunFacts {
  readonly id: string;
  readonly version: string;
  readonly command: string;
  readonly commit: string | null;
  readonly reference: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly wallMs: number;
}

export interface AssembleInput extends CellSources {
  readonly facts: RunFacts;
  readonly environment: Environment;
  /** What went on beside the run, and what the machine does not tell of that. */
  readonly disturbances: { readonly spans: readonly DisturbanceSpan[]; readonly unseen: readonly string[] };
  /** Rows have verdicts also where they were disturbed. */
  readonly trusting: boolean;
  readonly runtimes: readonly Runtime[];
  readonly comparing: Comparing;
  /** On so many CPUs blocks ran at once. */
  readonly cpus: number;
  /** How long the run was to take, in milliseconds; null: the numbers of repetitions were fixed. */
  readonly budgetMs: number | null;
  /** What was measured decided how many pairs a block got. */
  readonly steered: boolean;
  /** What the machine granted. */
  readonly conditions: readonly Calibration['conditions'][number][];
  /** How many busy processes ran beside the runners; null where none were to. */
  readonly load: number | null;
  /** Of a check: the styles that it leaves out. Null: this was a measurement. */
  readonly unchecked: readonly UncheckedStyle[] | null;
  /** Subjects that were asked for and whose runtimes are missing or were refused. */
  readonly absent: readonly string[];
  readonly stopped: StopCause | null;
  /** Trouble outside any cell. */
  readonly failures: readonly Failure[];
  /** Of a run that was ended before it wrote results. */
  readonly recovered?: RecoveredView;
  /** Which part of its plan the run is; absent: the whole. */
  readonly shard?: ShardView;
  /** When other processes took the run up. */
  readonly resumedAtMs?: readonly number[];
  /** Changes of a second measurement of what looked like a regression; absent where nothing did. */
  readonly again?: readonly Change[];
  /** What recording costs, where that was asked for. */
  readonly observer?: readonly ObserverCost[];
}

export function assemble(input: AssembleInput): RunResult {
  const { facts, plan, ledger, comparing, stopped, failures } = input;
  const scenarios = scenarioViews(input.plan);
  const touched = touchedBy(input.disturbances.spans, ledger);
  const cells = disturbedCells(cellViews(input), touched);
  const { reference } = facts;
  const contrast = contrastsOf(ledger, plan.repetitions);
  const subjects =
    comparing === 'subjects'
      ? compareSubjects({ cells, scenarios, reference, contrast, sequential: input.steered })
      : null;
  const sides =
    comparing === 'sides'
      ? compareSides({ cells, scenarios, contrast, decided: gateDecisions(ledger).ofMetric })
      : null;
  const limit =
    comparing === 'subjects'
      ? compareWithLimit({ cells, scenarios, contrast, sequential: input.steered }, limitsOf(input))
      : null;
  const timed = withTimesToDecide(subjects?.comparisons ?? [], ledger, input.plan, input.cpus);
  const comparisons = disturbedComparisons(timed, touched, input.trusting);
  const first = disturbedChanges(sides?.changes ?? [], touched, input.trusting);
  const changes: Change[] = input.again === undefined ? [...first] : confirmed(first, input.again);
  const compared = subjects ?? sides;
  const exit = exitOf({
    // What is wrong with the base is told by the changes; it does not fail the head.
    cells: cells.filter(({ side }) => side !== 'base'),
    comparisons,
    changes: comparing === 'sides' ? changes : null,
    interrupted: stopped === 'signal',
    strict: false,
    failures: [...failures, ...leftOut(cells, stopped)],
  });
  return {
    schema: RESULTS_SCHEMA,
    tool: { name: 'evenloop', version: facts.version },
    run: runFacts(input),
    environment: input.environment,
    runtimes: input.runtimes.map((runtime) => runtimeView(runtime, ledger.readyOf(runtime.id))),
    scenarios,
    cells,
    comparisons,
    ...(limit === null ? {} : { limit: disturbedLimit(limit, touched, input.trusting) }),
    changes,
    ...(compared === null ? {} : { calibration: calibrationOf(compared, ledger, input.conditions) }),
    disturbances: disturbancesOf(input.disturbances, ledger),
    ...(input.observer === undefined || input.observer.length === 0 ? {} : { observer: [...input.observer] }),
    exit: { code: exit.code, reasons: exit.reasons },
  };
}

/** The runtimes that are declared to be the limit, those that nobody has changed first. */
export function limitsOf({ runtimes }: Pick<AssembleInput, 'runtimes'>): string[] {
  const declared = runtimes.filter(({ manifest }) => manifest.role === 'limit');
  const plain = declared.filter(
    ({ startedWith, variant }) => startedWith === undefined && variant === undefined,
  );
  return [...new Set([...plain, ...declared])].map(({ id }) => id);
}

function runFacts(input: AssembleInput): RunResult['run'] {
  const { facts, plan, ledger, stopped, resumedAtMs = [] } = input;
  return {
    id: facts.id,
    command: facts.command,
    profile: plan.profile,
    seed: plan.seed,
    startedAt: new Date(facts.startedAtMs).toISOString(),
    finishedAt: new Date(facts.finishedAtMs).toISOString(),
    wallMs: facts.wallMs,
    dutyCycle: dutyCycle(ledger.windows.busyNs() / 1e6, facts.wallMs * input.cpus),
    repetitions: plan.repetitions,
    ...(input.budgetMs === null ? {} : { budgetMs: input.budgetMs, steered: input.steered }),
    cpus: input.cpus,
    complete: ledger.ended() === plan.steps.length && stopped === null,
    interrupted: stopped === 'signal',
    commit: facts.commit,
    reference: facts.reference,
    ...(input.absent.length === 0 ? {} : { absent: [...input.absent] }),
    ...(input.load === null ? {} : { stress: { processes: input.load, stalls: ledger.stalls() } }),
    ...(input.unchecked === null ? {} : { unchecked: [...input.unchecked] }),
    ...(input.recovered === undefined ? {} : { recovered: input.recovered }),
    ...(input.shard === undefined ? {} : { shard: input.shard }),
    ...(resumedAtMs.length === 0 ? {} : { resumedAt: resumedAtMs.map((ms) => new Date(ms).toISOString()) }),
  };
}

/** Share of the time of all CPUs on which blocks ran: one that waits for a block that needs the machine to itself is idle. */
const dutyCycle = (busyMs: number, availableMs: number): number =>
  availableMs === 0 ? 0 : Math.min(1, busyMs / availableMs);

function calibrationOf(
  { aaChecks, intervals }: Pick<ComparedSubjects, 'aaChecks' | 'intervals'>,
  ledger: Ledger,
  conditions: readonly Calibration['conditions'][number][],
): Calibration {
  return {
    aaChecks: [...aaChecks.aaChecks],
    pooled: aaChecks.pooled,
    familyError: FAMILY_ERROR,
    intervals,
    windows: ledger.windows.summary(),
    conditions: [...conditions],
  };
}

/** A time limit is the reader's wish and no trouble, unless whole cells fell to it: silence about them would look like a pass. */
function leftOut(cells: readonly Cell[], stopped: StopCause | null): Failure[] {
  if (stopped !== 'limit') return [];
  const names = cells.filter(({ verdict }) => verdict === 'inconclusive').map(({ id }) => id);
  if (names.length === 0) return [];
  const cause = `The time limit left ${names.length} of ${cells.length} cells without a proof: ${names[0]}${names.length > 1 ? ', …' : ''}.`;
  return [
    failure('EL4006', cause, 'Give more time with --max-time, or run less with --scenario and --subject.'),
  ];
}
