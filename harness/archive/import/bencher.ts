// The Bencher Metric Format: a row a benchmark and measure, with the bounds that it gives. Pure.
import type { NewRun } from '../archive-result.ts';
import { field, fieldsOf, numberOf, numberOrNull, partOf } from './fields.ts';
import { rowOf, runOf } from './imported-run.ts';
import type { ImportSource } from './imported-run.ts';

/** Those that Bencher creates with a unit. */
const UNITS: Readonly<Record<string, string>> = {
  latency: 'ns',
  throughput: 'operations/s',
  'build-time': 's',
  'file-size': 'bytes',
};

export function importBencher(document: unknown, source: ImportSource): NewRun[] {
  const values = fieldsOf(partOf(document)).flatMap(([benchmark, measures]) =>
    fieldsOf(measures).map(([metric, part]) => ({
      row: rowOf({ benchmark, metric, unit: UNITS[metric] ?? null }),
      value: numberOf(field(part, 'value')),
      low: numberOrNull(field(part, 'lower_value')),
      high: numberOrNull(field(part, 'upper_value')),
    })),
  );
  const unsaid = [
    'the direction: Bencher has it in its thresholds',
    'what its bounds are: an interval, or the extremes',
    ...(values.some(({ row }) => row.unit === null) ? ["the unit of measures of the user's own"] : []),
  ];
  const facts = { part: '', tool: 'bencher', version: null, startedAt: null, commit: null, machine: null };
  return [runOf(source, { ...facts, values, unsaid })];
}
