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

export function csvOf(result: RunResult): string {
  const scenarios = new Map(result.scenarios.map((scenario) => [scenario.id, scenario]));
  const coverage = coverageOf(result).sentence;
  const rows = result.cells.flatMap((cell) => {
    const scenario = scenarios.get(cell.scenario);
    if (scenario === undefined) return [];
    const head = [...runFields(result, coverage), ...cellFields(cell, scenario, result)];
    return scenario.metrics.map((metric) =>
      head.concat(valueFields(cell, metric), comparisonFields(cell, metric, result)),
    );
  });
  return csv(HEADINGS, rows);
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
  const isOf = (row: Comparison): boolean =>
    row.scenario === cell.scenario &&
    row.set === cell.set &&
    row.metric === id &&
    row.subject === cell.subject;
  const row = cell.side === 'head' ? comparisons.find(isOf) : undefined;
  const reference = row?.reference ?? run.reference;
  if (row === undefined) return [reference, scale, null, null, null, null, null, null, null];
  const { estimate, low, high, level, pairs, verdict } = row;
  return [reference, scale, scale === 'ratio' ? 'ratio' : unit, estimate, low, high, level, pairs, verdict];
}
