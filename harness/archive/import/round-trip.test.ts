// What evenloop exports for other tools comes back by the reader of that tool: the same rows, with the same numbers to five digits.
import { expect, test } from 'vitest';
import { exportFiles } from '../../../reports/export/formats.ts';
import { measuredValues } from '../../../reports/export/measured-values.ts';
import { sampleResult } from '../../../reports/testing/sample-result.ts';
import type { ExportFormat } from '../../contract/export-formats.ts';
import { importText } from './import-text.ts';
import type { ImportedTool } from './imported-tools.ts';

const result = sampleResult();
const SOURCE = { key: '0123456789abcdef', writtenAt: '2026-01-01T00:00:00.000Z', at: null, commit: null };

/** The tool, and how much of a nanosecond or a byte is one of its units. */
const FORMATS: readonly (readonly [ExportFormat, ImportedTool, ns: number])[] = [
  ['pyperf', 'pyperf', 1e-9],
  ['hyperfine', 'hyperfine', 1e-9],
  ['bencher', 'bencher', 1],
  ['github-smaller', 'github-action-benchmark', 1],
  ['asv', 'asv', 1e-9],
];

/** By name and metric, in the unit of the result. */
const wanted = new Map(
  measuredValues(result).map(({ name, metric, measurement }) => [
    `${name} ${metric.id}`,
    { metric, measurement },
  ]),
);

test.each(FORMATS)('%s', (format, tool, ns) => {
  const files = exportFiles(format, { result, earlier: [] });
  if (!files.ok) throw new Error(files.failure.cause);
  const found = [...files.value].find(([path]) => !/benchmarks\.json|machine\.json/.test(path));
  const beside = (name: string): unknown => {
    const text = [...files.value].find(([path]) => path.endsWith(name))?.[1];
    return text === undefined ? null : JSON.parse(text);
  };
  const read = importText(tool, {
    name: 'file',
    text: found?.[1] ?? '',
    beside: { benchmarks: beside('benchmarks.json'), machine: beside('machine.json') },
    source: SOURCE,
  });
  if (!read.ok) throw new Error(read.failure.cause);
  const [{ run, suite } = { run: null, suite: null }] = read.value;
  if (run === null) throw new Error('there is a run');
  let compared = 0;
  for (const [i, { benchmark, params, unit }] of suite.rows.entries()) {
    const value = run.value[i];
    // asv has the subject as a parameter, and dots between the words of a name.
    const name = tool === 'asv' ? asvName(benchmark, params) : benchmark;
    const own = wanted.get(name);
    if (own === undefined || value === null || value === undefined) continue;
    const parts = own.metric.unit === 'ns' && unit !== 'ns' ? ns : 1;
    expect([name, Math.abs(value / parts / own.measurement.value - 1) < 1e-4]).toEqual([name, true]);
    compared++;
  }
  expect(compared).toBeGreaterThan(3);
});

function asvName(benchmark: string, params: string): string {
  const [set = '', metric = ''] = benchmark.split('.').slice(-2);
  return `${benchmark.split('.').slice(0, -2).join('.')} ${set} ${params.replaceAll("'", '')} ${metric}`;
}
