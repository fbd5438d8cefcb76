// A run as hyperfine's `--export-json`: times in seconds, one entry a cell and metric that is a time.
import type { RunResult } from '../../harness/contract/result.ts';
import { mean, variance } from '../../harness/stats/mean.ts';
import { median } from '../../harness/stats/median.ts';
import { measuredValues } from './measured-values.ts';
import type { MeasuredValue } from './measured-values.ts';

interface HyperfineResult {
  readonly command: string;
  readonly mean: number;
  readonly stddev: number | null;
  readonly median: number;
  readonly user: number;
  readonly system: number;
  readonly min: number;
  readonly max: number;
  readonly times: readonly number[];
  readonly exit_codes: readonly number[];
  readonly parameters: Readonly<Record<string, string>>;
}

export function hyperfineOf(result: RunResult): { readonly results: readonly HyperfineResult[] } {
  return { results: measuredValues(result).flatMap(entryOf) };
}

function entryOf({ cell, metric, measurement, name }: MeasuredValue): HyperfineResult[] {
  const times = measurement.repetitions.flatMap((value) => (value === null ? [] : [value / 1e9]));
  if (metric.unit !== 'ns' || times.length === 0) return [];
  const { scenario, set, subject } = cell;
  return [
    {
      command: `${name} ${metric.id}`,
      mean: mean(times),
      stddev: times.length < 2 ? null : Math.sqrt(variance(times)),
      median: median(times),
      // evenloop does not split the CPU time of an operation.
      user: 0,
      system: 0,
      min: Math.min(...times),
      max: Math.max(...times),
      times,
      exit_codes: times.map(() => 0),
      parameters: { scenario, set, subject, metric: metric.id },
    },
  ];
}
