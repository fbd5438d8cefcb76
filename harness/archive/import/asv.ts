// A results file of asv: a row a benchmark and combination of parameters; units stand in benchmarks.json beside its folder. Pure.
import type { NewRun } from '../archive-result.ts';
import {
  ImportRefusal,
  field,
  fieldsOf,
  isFields,
  itemsOf,
  numberOrNull,
  partOf,
  refused,
  textOf,
  textOrNull,
  timeOf,
} from './fields.ts';
import type { ImportPart } from './fields.ts';
import { machineNamed, rowOf, runOf } from './imported-run.ts';
import type { FilesBeside, ImportSource, ImportedValue } from './imported-run.ts';

const FORMAT = 2;
/** What asv itself takes as smaller is better; `track` may be anything. */
const LOWER: ReadonlySet<string> = new Set(['time', 'timeraw', 'memory', 'peakmemory']);
const MOST_COMBINATIONS = 100_000;

/** Python writes NaN, which is no JSON: a benchmark that was skipped. Texts stay as they are. */
export const withoutNaN = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"|\bNaN\b/g, (found) => (found === 'NaN' ? 'null' : found));

export function importAsv(document: unknown, source: ImportSource, beside: FilesBeside): NewRun[] {
  const root = partOf(document);
  const version = field(root, 'version');
  if (version.value !== FORMAT) throw refused(version, `${FORMAT}: asv reads no other`);
  const columns = itemsOf(field(root, 'result_columns')).map(textOf);
  const values = fieldsOf(field(root, 'results')).flatMap(([name, result]) => {
    const known = field({ value: beside.benchmarks, at: 'benchmarks.json' }, name);
    return valuesOf(name, cellsOf(result, columns), known);
  });
  const machine = machineOf(beside.machine, field(root, 'params'));
  return [
    runOf(source, {
      part: '',
      tool: 'asv',
      version: null,
      startedAt: timeOf(field(root, 'date')),
      commit: textOf(field(root, 'commit_hash')),
      machine,
      values,
      unsaid: [
        'when it was measured: its date is that of the commit',
        ...(isFields(beside.benchmarks) ? [] : ['units: there is no benchmarks.json beside its folder']),
      ],
    }),
  ];
}

/** By column. What is no list is the result alone, as old versions wrote it. */
function cellsOf(result: ImportPart, columns: readonly string[]): ReadonlyMap<string, ImportPart> {
  const cells = Array.isArray(result.value) ? itemsOf(result) : [result];
  return new Map(cells.map((cell, i) => [Array.isArray(result.value) ? (columns[i] ?? '') : 'result', cell]));
}

function valuesOf(name: string, cells: ReadonlyMap<string, ImportPart>, known: ImportPart): ImportedValue[] {
  const result = cells.get('result');
  if (result === undefined) throw new ImportRefusal(`its benchmark ${JSON.stringify(name)} has no result`);
  const results = result.value === null ? [] : itemsOf(result);
  const type = textOrNull(field(known, 'type'));
  const combinations = combinationsOf(cells.get('params'));
  if (results.length > 0 && combinations.length !== results.length)
    throw new ImportRefusal(
      `its benchmark ${JSON.stringify(name)} has ${results.length} results for ${combinations.length} combinations of parameters`,
    );
  return combinations.map((params, i) => ({
    row: rowOf({
      benchmark: name,
      version: textOrNull(field(known, 'version')) ?? textOrNull(cells.get('version') ?? known),
      params,
      metric: type ?? 'value',
      unit: textOrNull(field(known, 'unit')),
      better: type !== null && LOWER.has(type) ? 'lower' : null,
    }),
    value: results[i] === undefined ? null : numberOrNull(results[i]),
  }));
}

/** In the order of their product, the last one fastest; one without any. */
function combinationsOf(params: ImportPart | undefined): string[] {
  const lists =
    params === undefined || params.value === undefined || params.value === null ? [] : itemsOf(params);
  const choices = lists.map((list) => itemsOf(list).map(textOf));
  const count = choices.reduce((product, { length }) => product * length, 1);
  if (count > MOST_COMBINATIONS)
    throw new ImportRefusal(`it has more than ${MOST_COMBINATIONS} combinations of parameters`);
  return choices.reduce<readonly string[]>(
    (all, next) => all.flatMap((first) => next.map((one) => (first === '' ? one : `${first}, ${one}`))),
    [''],
  ) as string[];
}

function machineOf(described: unknown, params: ImportPart) {
  const own = isFields(described) ? partOf(described) : params;
  const [cpu, cpus, os] = ['cpu', 'num_cpu', 'os'].map((name) => textOrNull(field(own, name)));
  const name = textOrNull(field(own, 'machine'));
  const cpuModel = cpu ?? name;
  if (cpuModel === null) return null;
  const count = Number(cpus);
  return machineNamed({
    cpuModel,
    logicalCpus: Number.isInteger(count) && count > 0 ? count : null,
    kernel: os ?? null,
  });
}
