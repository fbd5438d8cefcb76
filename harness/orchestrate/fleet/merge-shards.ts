// One result of all shards of a plan: cells as their machines proved them, comparisons as one run makes them of all cells together. Pure.
import { compareSubjects } from '../../compare/compare-subjects.ts';
import type { ComparedSubjects } from '../../compare/compare-subjects.ts';
import { compareWithLimit } from '../../compare/compare-with-limit.ts';
import { exitOf } from '../../compare/exit-code.ts';
import { FAMILY_ERROR } from '../../compare/scale.ts';
import type { Calibration } from '../../contract/calibration.ts';
import { crc32 } from '../../contract/digest.ts';
import type { Disturbances } from '../../contract/disturbance.ts';
import { FAILURE_CODES } from '../../contract/failure.ts';
import type { Failure, FailureCode } from '../../contract/failure.ts';
import { groupedBy } from '../../contract/grouped.ts';
import type { Cell, RunResult, RuntimeView, ScenarioView } from '../../contract/result.ts';
import type { MergedView } from '../../contract/shard.ts';
import type { ShardDocument } from '../../contract/shard-document.ts';
import { blockIdOf } from '../../plan/make-plan.ts';
import { disturbedComparisons, disturbedLimit } from '../assemble/disturbed.ts';
import { runId } from '../chance.ts';
import { storedTouches } from './stored-touches.ts';

/** `documents`: all of one plan, in the order of their numbers. */
export function mergeShards(documents: readonly ShardDocument[]): RunResult {
  const [first] = documents;
  if (first === undefined) throw new Error('no shard is merged');
  const results = documents.map(({ result }) => result);
  const cells = inOrder(first, results);
  const scenarios = scenariosOf(first, results);
  const { reference } = first.result.run;
  const sequential = results.some(({ run }) => run.steered === true);
  const touched = storedTouches(documents);
  const comparing = first.comparing === 'subjects';
  const subjects = comparing ? compareSubjects({ cells, scenarios, reference, sequential }) : null;
  const limit = comparing ? compareWithLimit({ cells, scenarios, sequential }, first.limits) : null;
  const comparisons = disturbedComparisons(subjects?.comparisons ?? [], touched, first.trusting);
  const observer = results.flatMap((result) => result.observer ?? []);
  const exit = exitOf({
    cells,
    comparisons,
    changes: null,
    interrupted: false,
    strict: false,
    failures: failuresOf(documents),
  });
  const { mutation } = first.result;
  return {
    schema: first.result.schema,
    tool: first.result.tool,
    run: runFacts(documents),
    environment: first.result.environment,
    runtimes: runtimesOf(results),
    scenarios,
    cells,
    comparisons,
    ...(limit === null ? {} : { limit: disturbedLimit(limit, touched, first.trusting) }),
    changes: [],
    ...(subjects === null ? {} : { calibration: calibrationOf(subjects, results) }),
    disturbances: disturbancesOf(results),
    ...(observer.length === 0 ? {} : { observer }),
    ...(mutation === undefined ? {} : { mutation }),
    exit: { code: exit.code, reasons: exit.reasons },
  };
}

/** The planned cells in the order of the plan, then those that cannot run. */
function inOrder({ blocks, unsupported }: ShardDocument, results: readonly RunResult[]): Cell[] {
  const places = new Map(blocks.map((id, i) => [id, i]));
  const idle = new Map(unsupported.map((id, i) => [id, i]));
  const last = blocks.length;
  const placeOf = (cell: Cell): number => {
    const at = cell.verdict === 'unsupported' ? idle.get(cell.id) : undefined;
    return at === undefined ? (places.get(blockIdOf(cell)) ?? last) : last + 1 + at;
  };
  // The cells of a block lie in one shard, in their order, and sorting keeps that.
  return results.flatMap(({ cells }) => cells).toSorted((a, b) => placeOf(a) - placeOf(b));
}

function scenariosOf({ blocks }: ShardDocument, results: readonly RunResult[]): ScenarioView[] {
  const found = new Map(results.flatMap(({ scenarios }) => scenarios.map((one) => [one.id, one])));
  const ids = new Set(blocks.map((id) => id.slice(0, id.lastIndexOf('/'))));
  return [...ids, ...[...found.keys()].filter((id) => !ids.has(id))].flatMap((id) => found.get(id) ?? []);
}

/** As a shard describes it whose runners answered; the order is the same in all shards. */
function runtimesOf(results: readonly RunResult[]): RuntimeView[] {
  const all = results.flatMap(({ runtimes }) => runtimes);
  const ids = [...new Set(all.map(({ id }) => id))];
  return ids.flatMap((id) => {
    const views = all.filter((one) => one.id === id);
    return views.find(({ clock }) => clock !== null) ?? views[0] ?? [];
  });
}

function runFacts(documents: readonly ShardDocument[]): RunResult['run'] {
  const runs = documents.map(({ result }) => result.run);
  const [first] = runs;
  if (first === undefined) throw new Error('no shard is merged');
  const started = runs.map(({ startedAt }) => startedAt).toSorted()[0] ?? first.startedAt;
  const { shard: _, ...facts } = first;
  const wallMs = sum(runs.map((run) => run.wallMs));
  const absent = [...new Set(runs.flatMap((run) => run.absent ?? []))];
  const resumedAt = runs.flatMap((run) => run.resumedAt ?? []).toSorted();
  const unchecked = runs.flatMap((run) => run.unchecked ?? []);
  const texts = new Map(unchecked.map((one) => [JSON.stringify(one), one]));
  const ids = new TextEncoder().encode(runs.map(({ id }) => id).join(' '));
  return {
    ...facts,
    id: runId(Date.parse(started), crc32(ids)),
    command: first.command.replaceAll(/ --(?:shard|weights)[ =]\S+/g, ''),
    startedAt: started,
    finishedAt:
      runs
        .map(({ finishedAt }) => finishedAt)
        .toSorted()
        .at(-1) ?? first.finishedAt,
    wallMs,
    dutyCycle: wallMs === 0 ? 0 : sum(runs.map((run) => run.dutyCycle * run.wallMs)) / wallMs,
    repetitions: Math.max(...runs.map(({ repetitions }) => repetitions)),
    ...(first.steered === undefined ? {} : { steered: runs.some(({ steered }) => steered === true) }),
    complete: runs.every(({ complete }) => complete),
    ...(absent.length === 0 ? {} : { absent }),
    ...(first.unchecked === undefined ? {} : { unchecked: [...texts.values()] }),
    ...(first.stress === undefined ? {} : { stress: stressOf(runs) }),
    ...(resumedAt.length === 0 ? {} : { resumedAt }),
    merged: mergedOf(documents),
  };
}

function stressOf(runs: readonly RunResult['run'][]): NonNullable<RunResult['run']['stress']> {
  const all = runs.flatMap(({ stress }) => (stress === undefined ? [] : [stress]));
  return {
    processes: Math.max(...all.map(({ processes }) => processes)),
    stalls: sum(all.map(({ stalls }) => stalls)),
  };
}

function mergedOf(documents: readonly ShardDocument[]): MergedView {
  const parts = documents.map(({ shard, result: { run, environment } }) => ({
    index: shard.index,
    run: run.id,
    cpuModel: environment.cpuModel,
    logicalCpus: environment.logicalCpus,
    kernel: environment.kernel,
    wallMs: run.wallMs,
  }));
  const { plan = '', count = 1 } = documents[0]?.shard ?? {};
  return { plan, count, parts };
}

/** What several shards say alike is said once. */
function failuresOf(documents: readonly ShardDocument[]): Failure[] {
  const all = documents.flatMap(({ failures }) => failures);
  const known = all.filter(
    (one): one is typeof one & { readonly code: FailureCode } => one.code in FAILURE_CODES,
  );
  return [...new Map(known.map((one) => [JSON.stringify([one.code, one.cause]), one])).values()];
}

type Windows = Calibration['windows'];

function calibrationOf(
  { aaChecks, intervals }: Pick<ComparedSubjects, 'aaChecks' | 'intervals'>,
  results: readonly RunResult[],
): Calibration {
  const all = results.flatMap(({ calibration }) => (calibration === undefined ? [] : [calibration]));
  const windows = all.map((one) => one.windows);
  // Each share counts by the number of windows that it is of.
  const share = (of: (one: Windows) => number | null): number | null => {
    const known = windows.flatMap((one) => {
      const value = of(one);
      return value === null ? [] : [{ value, weight: Math.max(1, one.total) }];
    });
    const weight = sum(known.map((one) => one.weight));
    return weight === 0 ? null : sum(known.map((one) => one.value * one.weight)) / weight;
  };
  return {
    aaChecks: [...aaChecks.aaChecks],
    pooled: aaChecks.pooled,
    familyError: FAMILY_ERROR,
    intervals,
    windows: {
      total: sum(windows.map(({ total }) => total)),
      contaminated: sum(windows.map(({ contaminated }) => contaminated)),
      preemptedShare: share(({ preemptedShare }) => preemptedShare),
      waitShare: share(({ waitShare }) => waitShare),
      orchestratorShare: share(({ orchestratorShare }) => orchestratorShare),
    },
    conditions: conditionsOf(all),
  };
}

/** Kept where all machines keep it; otherwise as the first one says that does not. */
function conditionsOf(all: readonly Calibration[]): Calibration['conditions'] {
  const groups = groupedBy(
    all.flatMap(({ conditions }) => conditions),
    ({ name }) => name,
  );
  return [...groups.values()].flatMap((group) => group.find(({ kept }) => !kept) ?? group[0] ?? []);
}

function disturbancesOf(results: readonly RunResult[]): Disturbances {
  const all = results.flatMap(({ disturbances }) => (disturbances === undefined ? [] : [disturbances]));
  const groups = groupedBy(
    all.flatMap(({ seen }) => seen),
    ({ kind, who }) => JSON.stringify([kind, who]),
  );
  const seen = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const shares = group.flatMap(({ share }) => (share === null ? [] : [share]));
    return [
      {
        ...first,
        share: shares.length === 0 ? null : Math.max(...shares),
        ms: sum(group.map(({ ms }) => ms)),
        invocations: sum(group.map(({ invocations }) => invocations)),
      },
    ];
  });
  return { seen, unseen: [...new Set(all.flatMap(({ unseen }) => unseen))] };
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
