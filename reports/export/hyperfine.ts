// A run as hyperfine's `--export-json`: primary metrics that are times, in seconds an operation; one entry a cell and metric.
import type { RunResult } from '../../harness/contract/result.ts';
import { mean, variance } from '../../harness/stats/mean.ts';
import { median } from '../../harness/stats/median.ts';
import { coverageOf } from './coverage.ts';
import { invocationValues, ratioValues } from './measured-values.ts';
import type { MeasuredValue } from './measured-values.ts';

interface HyperfineResult {
  readonly command: string;
  readonly mean: number;
  readonly stddev: number | null;
  readonly median: number;
  /** Null: evenloop does not split the CPU time of an operation, and 0 would be a claim. */
  readonly user: null;
  readonly system: null;
  readonly min: number;
  readonly max: number;
  readonly times: readonly number[];
  readonly exit_codes: readonly number[];
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface HyperfineReport {
  readonly results: readonly HyperfineResult[];
  /** Beside what hyperfine writes: its scripts read `results` alone. */
  readonly evenloop: {
    readonly run: string;
    readonly whole: boolean;
    readonly coverage: string;
    readonly unit: string;
  };
}

export function hyperfineOf(result: RunResult): HyperfineReport {
  const { whole, sentence } = coverageOf(result);
  const values = ratioValues(result).filter(
    (one) => one.metric.primary && one.metric.unit === 'ns' && invocationValues(one).length > 0,
  );
  return {
    results: values.map((one) => entryOf(one, values)),
    evenloop: { run: result.run.id, whole, coverage: sentence, unit: 'seconds per operation' },
  };
}

function entryOf(one: MeasuredValue, all: readonly MeasuredValue[]): HyperfineResult {
  const times = invocationValues(one).map((value) => value / 1e9);
  const parameters = varied(one, all);
  return {
    command: `${one.name} ${one.metric.id}`,
    mean: mean(times),
    stddev: times.length < 2 ? null : Math.sqrt(variance(times)),
    median: median(times),
    user: null,
    system: null,
    min: Math.min(...times),
    max: Math.max(...times),
    times,
    exit_codes: times.map(() => 0),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
  };
}

/** The parameters in which the sets of its scenario differ, as hyperfine's `--parameter-list`: plots want exactly one. */
function varied({ cell }: MeasuredValue, all: readonly MeasuredValue[]): Readonly<Record<string, string>> {
  const others = all.filter((one) => one.cell.scenario === cell.scenario).map((one) => one.cell.params);
  return Object.fromEntries(
    Object.entries(cell.params)
      .filter(([name, value]) => others.some((params) => params[name] !== value))
      .map(([name, value]) => [name, String(value)]),
  );
}
