// What the store keeps of a result: its rows as a suite, its numbers as columns, with the digits that are worth keeping. Pure.
import type { ArchivedMachine, ArchivedRow, ArchivedRun, ArchivedSuite } from '../contract/archived-run.ts';
import type { Measurement } from '../contract/numbers.ts';
import type { Cell, Comparison, RunResult, ScenarioView } from '../contract/result.ts';
import { canonicalJson } from '../contract/canonical-json.ts';
import { variance } from '../stats/mean.ts';
import { coverageOf } from '../../reports/export/coverage.ts';

/** What is added to a store, before it is named. */
export interface NewRun {
  readonly run: Omit<ArchivedRun, 'sha256' | 'suite' | 'machine'>;
  readonly suite: ArchivedSuite;
  readonly machine: ArchivedMachine | null;
}

interface Place {
  readonly row: ArchivedRow;
  readonly measurement: Measurement | undefined;
  readonly comparison: Comparison | undefined;
}

const [VALUE_DIGITS, BOUND_DIGITS, DEVIATION_DIGITS] = [5, 4, 2];

export function archiveResult(result: RunResult): NewRun {
  const { run, tool, runtimes, exit } = result;
  const { whole, sentence } = coverageOf(result);
  const places = placesOf(result);
  const column = (of: (place: Place) => number | null | undefined, digits: number): (number | null)[] =>
    places.map((place) => rounded(of(place), digits));
  return {
    run: {
      id: run.id,
      startedAt: new Date(run.startedAt).toISOString(),
      tool: { name: tool.name, version: tool.version },
      profile: run.profile,
      commit: run.commit,
      reference: run.reference,
      runtimes: runtimes.map(({ id, title, version, loop }) => ({ id, title, version, loop })),
      whole,
      coverage: sentence,
      exitCode: exit.code,
      verdicts: verdictsOf(result),
      value: column(({ measurement }) => measurement?.value, VALUE_DIGITS),
      count: column(({ measurement }) => measurement && valuesOf(measurement).length, VALUE_DIGITS),
      deviation: column(
        ({ measurement }) => measurement && deviationOf(valuesOf(measurement)),
        DEVIATION_DIGITS,
      ),
      estimate: column(({ comparison }) => comparison?.estimate, VALUE_DIGITS),
      estimateLow: column(({ comparison }) => comparison?.low, BOUND_DIGITS),
      estimateHigh: column(({ comparison }) => comparison?.high, BOUND_DIGITS),
    },
    suite: { rows: places.map(({ row }) => row) },
    machine: machineOf(result),
  };
}

/** Null for what is no number, or is one that its digits round up to infinity. */
export function rounded(value: number | null | undefined, digits: number): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  const short = Number(value.toPrecision(digits));
  return Number.isFinite(short) ? short : null;
}

function placesOf({ scenarios, cells, comparisons }: RunResult): Place[] {
  const known = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const compared = new Map(
    comparisons.map((one) => [keyOf(one.scenario, one.set, one.subject, one.metric), one]),
  );
  return cells.filter(isKept).flatMap((cell) => {
    const scenario = known.get(cell.scenario);
    return (scenario?.metrics ?? []).map(
      (metric): Place => ({
        row: rowOf(cell, scenario, metric),
        measurement:
          cell.proof === null ? undefined : cell.measurements.find((one) => one.metric === metric.id),
        comparison: compared.get(keyOf(cell.scenario, cell.set, cell.subject, metric.id)),
      }),
    );
  });
}

/** The rows are the same whether a cell has numbers or not, so that runs share them. */
const isKept = ({ side, verdict }: Cell): boolean => side === 'head' && verdict !== 'unsupported';

function rowOf(
  cell: Cell,
  scenario: ScenarioView | undefined,
  metric: ScenarioView['metrics'][number],
): ArchivedRow {
  const { id, title, unit, better, scale, primary } = metric;
  return {
    benchmark: cell.scenario,
    version: scenario === undefined ? null : String(scenario.version),
    set: cell.set,
    params: canonicalJson(cell.params).trim(),
    subject: cell.subject,
    metric: id,
    title,
    unit,
    better,
    scale,
    primary,
  };
}

/** Each with the ids of its cells. */
function verdictsOf({ cells }: RunResult): Record<string, string[]> {
  const verdicts: Record<string, string[]> = {};
  for (const cell of cells.filter(isKept))
    if (cell.verdict !== 'equivalent') (verdicts[cell.verdict] ??= []).push(cell.id);
  return verdicts;
}

function machineOf({ environment }: RunResult): ArchivedMachine {
  const { cpuModel, logicalCpus, memoryBytes, platform, kernel, governor } = environment;
  const { virtualization, clockSource, cgroupCpuLimit, fileSystem } = environment;
  const conditions = { kernel, governor, virtualization, clockSource, cgroupCpuLimit, fileSystem };
  return { cpuModel, logicalCpus, memoryBytes, platform, ...conditions };
}

const keyOf = (...parts: readonly string[]): string => parts.join('\0');

const valuesOf = ({ repetitions }: Measurement): number[] =>
  repetitions.flatMap((value) => (value === null ? [] : [value]));

export const deviationOf = (values: readonly number[]): number | null =>
  values.length < 2 ? null : Math.sqrt(variance(values));
