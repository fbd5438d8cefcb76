// What the site keeps of one run: enough for the index, the badges and the history, small enough for thousands of runs.
import type { Cell, RunResult, ScenarioView } from '../../harness/contract/result.ts';
import type { ComparisonVerdict } from '../../harness/contract/verdict.ts';
import { meaningSentence } from '../words/headline-sentences.ts';
import { viewOf } from '../words/view.ts';

/** A value of a primary metric, and what has to be equal in two runs before their values may stand on one line. */
export interface HistoryValue {
  readonly scenario: string;
  readonly title: string;
  /** Empty: it has none. */
  readonly version: string;
  readonly set: string;
  readonly params: string;
  readonly metric: string;
  readonly metricTitle: string;
  readonly unit: string;
  /** Null: the tool that measured does not say. */
  readonly better: 'lower' | 'higher' | null;
  readonly subject: string;
  readonly value: number;
  /** Over the reference of the same run; null for the reference, for differences, and where it has no number. */
  readonly toReference: number | null;
}

/** What the history needs of a run, wherever it is kept. */
export interface HistoryRun {
  readonly id: string;
  /** Name of its files: safe in a path and in a link, and unique in the site. Empty: it has none. */
  readonly slug: string;
  readonly startedAt: string;
  readonly profile: string;
  readonly machine: string;
  readonly commit: string | null;
  /** Empty: another tool measured, and no row has a reference. */
  readonly reference: string;
  /** Versions by the ids of runtimes. */
  readonly runtimes: ReadonlyMap<string, string>;
  /** What may change a number without a change of code, by name: kernel, governor, ... */
  readonly conditions: ReadonlyMap<string, string>;
  readonly values: readonly HistoryValue[];
}

export interface RunSummary extends HistoryRun {
  readonly headline: string;
  readonly complete: boolean;
  readonly exitCode: number;
  /** By primary metric. */
  readonly speeds: Readonly<Partial<Record<ComparisonVerdict, number>>>;
  readonly kept: number;
  readonly known: number;
  /** Cells that broke a contract or did not come to an end: what is missing of `judged` beside these was not found out. */
  readonly broken: number;
  /** Cells that were to keep a contract: all but the unsupported ones. */
  readonly judged: number;
  /** Ids of the cells that may be compared with another run. */
  readonly cells: ReadonlySet<string>;
}

export function summaryOf(result: RunResult, slug: string): RunSummary {
  const { run, environment, comparisons, exit } = result;
  const cells = result.cells.filter(({ side, verdict }) => side === 'head' && verdict !== 'unsupported');
  const speeds: Partial<Record<ComparisonVerdict, number>> = {};
  for (const { primary, verdict } of comparisons) if (primary) speeds[verdict] = (speeds[verdict] ?? 0) + 1;
  const count = (verdict: Cell['verdict']): number => cells.filter((cell) => cell.verdict === verdict).length;
  return {
    id: run.id,
    slug,
    startedAt: run.startedAt,
    profile: run.profile,
    machine: `${environment.cpuModel}, ${environment.logicalCpus} CPU`,
    commit: run.commit,
    reference: run.reference,
    runtimes: new Map(result.runtimes.map(({ id, version }) => [id, version])),
    conditions: conditionsOf(environment),
    headline: meaningSentence(viewOf(result)),
    complete: run.complete,
    exitCode: exit.code,
    speeds,
    kept: count('equivalent'),
    known: count('known-divergence'),
    broken: count('divergent') + count('stale-divergence') + count('failed'),
    judged: cells.length,
    cells: new Set(cells.map(({ id }) => id)),
    values: valuesOf(result, cells, referencesOf(cells, run.reference)),
  };
}

/** Those that a run cannot choose, and that are none of the machine's name. */
export function conditionsOf(
  machine: Pick<RunResult['environment'], 'kernel' | 'governor' | 'virtualization' | 'clockSource'>,
): ReadonlyMap<string, string> {
  const { kernel, governor, virtualization, clockSource } = machine;
  const named = { kernel, governor, virtualization, 'clock source': clockSource };
  return new Map(
    Object.entries(named).flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value]])),
  );
}

/** The cells of the reference, by scenario and parameter set. */
function referencesOf(cells: readonly Cell[], reference: string): ReadonlyMap<string, Cell> {
  const own = cells.filter(({ subject }) => subject === reference);
  return new Map(own.map((cell) => [blockOf(cell), cell]));
}

function blockOf({ scenario, set }: Cell): string {
  return `${scenario}\0${set}`;
}

function valuesOf(
  { scenarios }: RunResult,
  cells: readonly Cell[],
  references: ReadonlyMap<string, Cell>,
): HistoryValue[] {
  const known = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  return cells.flatMap((cell) => {
    const scenario = known.get(cell.scenario);
    if (scenario === undefined || cell.measurements.length === 0) return [];
    const reference = references.get(blockOf(cell));
    const params = JSON.stringify(Object.entries(cell.params).sort(([a], [b]) => (a < b ? -1 : 1)));
    return scenario.metrics.flatMap((metric): HistoryValue[] => {
      const value = cell.measurements.find((entry) => entry.metric === metric.id)?.value;
      if (!metric.primary || value === undefined) return [];
      return [
        {
          scenario: cell.scenario,
          title: scenario.title,
          version: String(scenario.version),
          set: cell.set,
          params,
          metric: metric.id,
          metricTitle: metric.title,
          unit: metric.unit,
          better: metric.better,
          subject: cell.subject,
          value,
          toReference: reference === cell ? null : ratioOf(value, reference, metric),
        },
      ];
    });
  });
}

function ratioOf(
  value: number,
  reference: Cell | undefined,
  { id, scale }: ScenarioView['metrics'][number],
): number | null {
  const base = reference?.measurements.find(({ metric }) => metric === id)?.value ?? 0;
  return scale === 'ratio' && base > 0 && value > 0 ? value / base : null;
}
