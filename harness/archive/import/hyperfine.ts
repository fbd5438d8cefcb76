// hyperfine's `--export-json`: a row a command, in seconds. Pure.
import { canonicalJson } from '../../contract/canonical-json.ts';
import type { NewRun } from '../archive-result.ts';
import { field, fieldsOf, itemsOf, numberOf, numberOrNull, partOf, textOf } from './fields.ts';
import type { ImportPart } from './fields.ts';
import { middleOf, rowOf, runOf } from './imported-run.ts';
import type { ImportSource, ImportedValue } from './imported-run.ts';

export function importHyperfine(document: unknown, source: ImportSource): NewRun[] {
  const values = itemsOf(field(partOf(document), 'results')).map(valueOf);
  const facts = { part: '', tool: 'hyperfine', version: null, startedAt: null, commit: null, machine: null };
  return [runOf(source, { ...facts, values, unsaid: [] })];
}

function valueOf(result: ImportPart): ImportedValue {
  const params = paramsOf(field(result, 'parameters'));
  const benchmark = textOf(field(result, 'command'));
  const row = rowOf({ benchmark, params, metric: 'time', unit: 's', better: 'lower' });
  if (hasFailed(field(result, 'exit_codes'))) return { row, value: null };
  const times = field(result, 'times');
  if (times.value !== undefined) {
    const all = itemsOf(times).map(numberOf);
    if (all.length > 0) return { row, ...middleOf(all) };
  }
  const [value, deviation] = [numberOf(field(result, 'median')), numberOrNull(field(result, 'stddev'))];
  return { row, value, deviation };
}

/** Their values are texts. */
function paramsOf(parameters: ImportPart): string {
  if (parameters.value === undefined) return '';
  const all = fieldsOf(parameters).map(([name, value]) => [name, textOf(value)]);
  return canonicalJson(Object.fromEntries(all)).trim();
}

/** With `--ignore-failure` hyperfine measures commands that fail: what they took is no time of the work. Null: ended by a signal. */
function hasFailed(codes: ImportPart): boolean {
  return codes.value !== undefined && itemsOf(codes).some(({ value }) => value !== 0);
}
