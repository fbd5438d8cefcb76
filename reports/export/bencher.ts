// A run in the Bencher Metric Format: each metric of each proved cell is a benchmark, and its measure is one that Bencher knows with its unit.
import type { RunResult } from '../../harness/contract/result.ts';
import { medianInterval } from '../../harness/stats/median-interval.ts';
import { coverageOf } from './coverage.ts';
import { cutName } from './cut-name.ts';
import { invocationValues, measuredValues } from './measured-values.ts';

interface BencherMetric {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}
export type BencherReport = Readonly<Record<string, Readonly<Record<string, BencherMetric>>>>;

/** Measures that Bencher creates with their units; any other it creates without one, so the unit is part of its name. */
const MEASURES: Readonly<Record<string, string>> = { ns: 'latency', 'operations/s': 'throughput' };

const COVERAGE = 'evenloop run';

export function bencherOf(result: RunResult): BencherReport {
  const { missing } = coverageOf(result);
  const entries = measuredValues(result).map((one) => {
    const { name, metric, measurement } = one;
    const interval = medianInterval(invocationValues(one));
    const bounds = interval === null ? {} : { lower_value: interval.low, upper_value: interval.high };
    const measure = MEASURES[metric.unit] ?? slugOf(`value ${metric.unit}`);
    return [
      cutName(`${name} ${metric.id}`, LONGEST_NAME),
      { [measure]: { value: measurement.value, ...bounds } },
    ];
  });
  return {
    ...(Object.fromEntries(entries) as BencherReport),
    [COVERAGE]: { 'cells-without-numbers': { value: missing } },
  };
}

/** In bytes. */
const LONGEST_NAME = 1024;

/** Small letters, digits and hyphens, at most 64 of them. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64);
}
