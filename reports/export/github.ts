// A run for github-action-benchmark: `customSmallerIsBetter` and `customBiggerIsBetter` want a file each.
import type { RunResult } from '../../harness/contract/result.ts';
import { formatShare } from '../words/format.ts';
import { measuredValues } from './measured-values.ts';

interface GithubEntry {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly range: string;
  readonly extra: string;
}

/** Primary metrics alone, each always in its own unit: under one name a unit must never change. */
export function githubOf(result: RunResult, better: 'lower' | 'higher'): readonly GithubEntry[] {
  return measuredValues(result)
    .filter(({ metric }) => metric.primary && metric.better === better)
    .map(({ cell, name, metric, measurement }) => {
      const { value, low, high } = measurement;
      const comparison = result.comparisons.find(
        (entry) =>
          entry.scenario === cell.scenario &&
          entry.set === cell.set &&
          entry.metric === metric.id &&
          entry.subject === cell.subject,
      );
      const against =
        comparison === undefined ? '' : `${comparison.verdict}, against ${comparison.reference}`;
      return {
        name: `${name}: ${metric.title}`,
        value,
        unit: metric.unit,
        range: value === 0 ? '± 0 %' : `± ${formatShare((high - low) / 2 / Math.abs(value))}`,
        extra: [`run ${result.run.id}`, ...(against === '' ? [] : [against])].join('\n'),
      };
    });
}
