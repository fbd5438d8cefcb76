// tinybench's results as JSON, and the file of `vitest bench --outputJson`, which has no samples. Pure.
import type { NewRun } from '../archive-result.ts';
import { ImportRefusal, field, itemsOf, numberOf, numberOrNull, partOf, textOf } from './fields.ts';
import type { ImportPart } from './fields.ts';
import { middleOf, rowOf, runOf } from './imported-run.ts';
import type { ImportSource, ImportedValue } from './imported-run.ts';

const FACTS = { part: '', version: null, startedAt: null, commit: null, machine: null } as const;
const WITHOUT_SAMPLES = 'its samples: what is kept is their summary';

/** `bench.tasks.map(({ name, result }) => ({ name, result }))`, or a list that has the result beside the name. */
export function importTinybench(document: unknown, source: ImportSource): NewRun[] {
  const read = itemsOf(partOf(document)).map(taskOf);
  const unsaid = read.some(({ sampled }) => !sampled) ? [WITHOUT_SAMPLES] : [];
  return [runOf(source, { ...FACTS, tool: 'tinybench', values: read.map(({ value }) => value), unsaid })];
}

function taskOf(task: ImportPart): { readonly value: ImportedValue; readonly sampled: boolean } {
  const row = rowOf({
    benchmark: textOf(field(task, 'name')),
    metric: 'latency',
    unit: 'ms',
    better: 'lower',
  });
  const result = field(task, 'result');
  const own = result.value === undefined ? task : result;
  if (field(own, 'error').value !== undefined) return { value: { row, value: null }, sampled: true };
  const latency = field(own, 'latency');
  const samples = field(latency, 'samples');
  const all = samples.value === undefined ? [] : itemsOf(samples).map(numberOf);
  if (all.length > 0) return { value: { row, ...middleOf(all) }, sampled: true };
  return { value: { row, ...summaryOf(latency, 'p50', 'samplesCount') }, sampled: false };
}

/** The median where there is one, else the mean. */
function summaryOf(
  statistics: ImportPart,
  median: string,
  count: string,
): Pick<ImportedValue, 'value' | 'count' | 'deviation'> {
  const middle = numberOrNull(field(statistics, median));
  return {
    value: middle ?? numberOf(field(statistics, 'mean')),
    count: numberOrNull(field(statistics, count)),
    deviation: numberOrNull(field(statistics, 'sd')),
  };
}

export function importVitest(document: unknown, source: ImportSource): NewRun[] {
  const files = itemsOf(field(partOf(document), 'files'));
  const values = files.flatMap((file) =>
    itemsOf(field(file, 'groups')).flatMap((group) => {
      const set = textOf(field(group, 'fullName'));
      return itemsOf(field(group, 'benchmarks')).map((benchmark) => vitestValue(benchmark, set));
    }),
  );
  if (values.length === 0) throw new ImportRefusal('it has no benchmark');
  return [runOf(source, { ...FACTS, tool: 'vitest', values, unsaid: ['its samples: vitest writes none'] })];
}

function vitestValue(benchmark: ImportPart, set: string): ImportedValue {
  const name = textOf(field(benchmark, 'name'));
  const row = rowOf({ benchmark: name, set, metric: 'latency', unit: 'ms', better: 'lower' });
  return { row, ...summaryOf(benchmark, 'median', 'sampleCount') };
}
