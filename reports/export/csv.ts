// A run as one table: a row for each metric of each cell, whether it has a number or not, each number beside its unit.
import type { Cell, Comparison, RunResult, ScenarioView } from '../../harness/contract/result.ts';
import { csv } from '../words/csv.ts';
import { runtimeOf } from '../words/view.ts';
import { coverageOf } from './coverage.ts';

type Field = string | number | null;
type Metric = ScenarioView['metrics'][number];

const HEADINGS = [
  'run',
  'started_at',
  'commit',
  'coverage',
  'scenario',
  'scenario_version',
  'set',
  'subject',
  'side',
  'runtime_version',
  'conformance',
  'metric',
  'title',
  'primary',
  'better',
  'unit',
  'value',
  'smallest',
  'largest',
  'invocations',
  'reference',
  'scale',
  'estimate_unit',
  'estimate',
  'estimate_low',
  'estimate_high',
  'level',
  'pairs',
  'verdict',
];

/** Only of a run that has a limit. */
const LIMIT_HEADINGS = [
  'limit',
  'to_limit',
  'to_limit_low',
  'to_limit_high',
  'to_limit_level',
  'to_limit_pairs',
  'to_limit_verdict',
  'user_cpu_ns',
  'system_cpu_ns',
  'kernel_share',
];

export function csvOf(result: RunResult): string {
  const scenarios = new Map(result.scenarios.map((scenario) => [scenario.id, scenario]));
  const coverage = coverageOf(result).sentence;
  const rows = result.cells.flatMap((cell) => {
    const scenario = scenarios.get(cell.scenario);
    if (scenario === undefined) return [];
    const head = [...runFields(result, coverage), ...cellFields(cell, scenario, result)];
    return scenario.metrics.map((metric) =>
      head.concat(
        valueFields(cell, metric),
        comparisonFields(cell, metric, result),
        limitFields(cell, metric, result),
      ),
    );
  });
  return csv(result.limit === undefined ? HEADINGS : [...HEADINGS, ...LIMIT_HEADINGS], rows);
}

function runFields({ run }: RunResult, coverage: string): Field[] {
  return [run.id, run.startedAt, run.commit, coverage];
}

function cellFields(cell: Cell, { version }: ScenarioView, { runtimes }: RunResult): Field[] {
  const runtime = runtimes.find(({ id }) => id === runtimeOf(cell.subject));
  const { scenario, set, subject, side, verdict } = cell;
  return [scenario, version, set, subject, side, runtime?.version ?? null, verdict];
}

function valueFields(cell: Cell, { id, title, primary, better, unit }: Metric): Field[] {
  const found = cell.measurements.find(({ metric }) => metric === id);
  return [
    id,
    title,
    String(primary),
    better,
    unit,
    found?.value ?? null,
    found?.low ?? null,
    found?.high ?? null,
    found === undefined ? 0 : found.repetitions.filter((value) => value !== null).length,
  ];
}

/** The reference and what stands beside it have no comparison: its fields are empty, but for the reference's name. */
function comparisonFields(cell: Cell, { id, unit, scale }: Metric, { run, comparisons }: RunResult): Field[] {
  const row = rowOf(cell, id, comparisons);
  const reference = row?.reference ?? run.reference;
  if (row === undefined) return [reference, scale, null, null, null, null, null, null, null];
  const { estimate, low, high, level, pairs, verdict } = row;
  return [reference, scale, scale === 'ratio' ? 'ratio' : unit, estimate, low, high, level, pairs, verdict];
}

/** On the scale that `scale` and `estimate_unit` name, as the comparison with the reference. */
function limitFields(cell: Cell, { id }: Metric, { limit }: RunResult): Field[] {
  if (limit === undefined) return [];
  const { userNs = null, systemNs = null, kernelShare = null } = cell.cpuTime ?? {};
  const cpu = [userNs, systemNs, kernelShare];
  const row = rowOf(cell, id, limit.comparisons);
  if (row === undefined) return [limit.subject, null, null, null, null, null, null, ...cpu];
  const { reference, estimate, low, high, level, pairs, verdict } = row;
  return [reference, estimate, low, high, level, pairs, verdict, ...cpu];
}

function rowOf(cell: Cell, metric: string, rows: readonly Comparison[]): Comparison | undefined {
  if (cell.side !== 'head') return undefined;
  return rows.find(
    (row) =>
      row.scenario === cell.scenario &&
      row.set === cell.set &&
      row.metric === metric &&
      row.subject === cell.subject,
  );
}
