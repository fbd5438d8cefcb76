// A run in the Bencher Metric Format: every metric of every proved cell, with the smallest and the largest invocation as its bounds.
import type { RunResult } from '../../harness/contract/result.ts';
import { measuredValues } from './measured-values.ts';

interface BencherMetric {
  readonly value: number;
  readonly lower_value: number;
  readonly upper_value: number;
}
export type BencherReport = Readonly<Record<string, Readonly<Record<string, BencherMetric>>>>;

const LONGEST_NAME = 1024;

export function bencherOf(result: RunResult): BencherReport {
  const report: Record<string, Record<string, BencherMetric>> = {};
  for (const { name, metric, measurement } of measuredValues(result)) {
    const { value, low, high } = measurement;
    const benchmark = name.slice(0, LONGEST_NAME);
    report[benchmark] = {
      ...report[benchmark],
      [slugOf(metric.id)]: { value, lower_value: low, upper_value: high },
    };
  }
  return report;
}

/** Measures are slugs: small letters, digits and hyphens, at most 64 of them. */
function slugOf(metric: string): string {
  return metric
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64);
}
