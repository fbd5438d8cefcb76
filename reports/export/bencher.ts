// A run in the Bencher Metric Format: each metric of each proved cell is a benchmark, and its measure is one that Bencher knows with its unit.
import { createHash } from 'node:crypto';
import type { RunResult } from '../../harness/contract/result.ts';
import { medianInterval } from '../../harness/stats/median-interval.ts';
import { coverageOf } from './coverage.ts';
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
    return [benchmarkOf(`${name} ${metric.id}`), { [measure]: { value: measurement.value, ...bounds } }];
  });
  return {
    ...(Object.fromEntries(entries) as BencherReport),
    [COVERAGE]: { 'cells-without-numbers': { value: missing } },
  };
}

/** In bytes, and the name is not empty. */
const LONGEST_NAME = 1024;

/** A longer name is cut and ends in the digest of the whole: two of them must not become one. */
function benchmarkOf(name: string): string {
  if (Buffer.byteLength(name) <= LONGEST_NAME) return name;
  const end = ` ${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  let cut = '';
  let bytes = Buffer.byteLength(end);
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > LONGEST_NAME) break;
    cut += character;
  }
  return cut + end;
}

/** Small letters, digits and hyphens, at most 64 of them. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64);
}
