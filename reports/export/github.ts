// A run for github-action-benchmark, tool `customSmallerIsBetter`: what it compares is the ratio of two values of one name.
import type { RunResult } from '../../harness/contract/result.ts';
import { mean, variance } from '../../harness/stats/mean.ts';
import { formatShare } from '../words/format.ts';
import { runtimeOf } from '../words/view.ts';
import { coverageOf } from './coverage.ts';
import { invocationValues, ratioValues } from './measured-values.ts';
import type { MeasuredValue } from './measured-values.ts';

interface GithubEntry {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly range?: string;
  readonly extra: string;
}

/** Primary metrics that may be divided, each always in its own unit: under one name a unit must never change. */
export function githubOf(result: RunResult): readonly GithubEntry[] {
  const values = ratioValues(result).filter(({ metric }) => metric.primary && metric.better === 'lower');
  return [coverageEntry(result), ...values.map((one) => entryOf(one, result))];
}

/** The action says nothing of a benchmark that is gone: this one rises from 0, which is an alert. */
function coverageEntry(result: RunResult): GithubEntry {
  const { missing, sentence } = coverageOf(result);
  const extra = `run ${result.run.id}\n${sentence}`;
  return { name: 'evenloop run: cells without numbers', value: missing, unit: 'cells', extra };
}

function entryOf(one: MeasuredValue, result: RunResult): GithubEntry {
  const { cell, name, metric, measurement } = one;
  const comparison = result.comparisons.find(
    (entry) =>
      entry.scenario === cell.scenario &&
      entry.set === cell.set &&
      entry.metric === metric.id &&
      entry.subject === cell.subject,
  );
  const runtime = result.runtimes.find(({ id }) => id === runtimeOf(cell.subject));
  const facts = [
    metric.title,
    `run ${result.run.id}`,
    ...(runtime === undefined ? [] : [`${runtime.title} ${runtime.version}`]),
    ...(comparison === undefined ? [] : [`${comparison.verdict}, against ${comparison.reference}`]),
  ];
  return {
    name: `${name} ${metric.id}`,
    value: measurement.value,
    unit: metric.unit,
    ...rangeOf(invocationValues(one)),
    extra: facts.join('\n'),
  };
}

/** Everybody reads a range as a standard deviation, so it is one; one value has none. */
function rangeOf(values: readonly number[]): { readonly range?: string } {
  if (values.length < 2) return {};
  return { range: `± ${formatShare(Math.sqrt(variance(values)) / Math.abs(mean(values)))}` };
}
