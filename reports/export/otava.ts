// Runs as a folder for Apache Otava: a table a cell with a row a run, and the configuration that names the metrics and their directions.
import { groupedBy } from '../../harness/contract/grouped.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { csv } from '../words/csv.ts';
import { coverageOf } from './coverage.ts';
import { cutName } from './cut-name.ts';
import { fileWord } from './file-word.ts';
import { measuredValues } from './measured-values.ts';
import type { MeasuredValue } from './measured-values.ts';

type Metrics = Readonly<Record<string, { readonly column: string; readonly direction: 1 | -1 }>>;

interface Table {
  readonly name: string;
  readonly file: string;
  readonly metrics: Metrics;
  readonly content: string;
}

/** In bytes: YAML has no key of more than 1024 characters, and a metric's name is longer than its test's. */
const LONGEST_NAME = 500;

const ATTRIBUTES = ['commit', 'run', 'coverage'];

/** A cell has a row only for the runs in which it has numbers: Otava refuses a table with a gap, and reads rows in the order of the file. */
export function otavaFiles(results: readonly RunResult[]): ReadonlyMap<string, string> {
  const inOrder = results.toSorted((a, b) => Date.parse(a.run.startedAt) - Date.parse(b.run.startedAt));
  const values = inOrder.flatMap((result) =>
    measuredValues(result).map((one) => Object.assign({}, one, { result })),
  );
  const cells = [...groupedBy(values, ({ name }) => name)].map(([name, own]) => cellTable(name, own));
  const tables = [runTable(inOrder), ...cells];
  const tests = Object.fromEntries(
    tables.map(({ name, file, metrics }) => [
      name,
      { type: 'csv', file, time_column: 'time', attributes: ATTRIBUTES, metrics },
    ]),
  );
  return new Map([
    // JSON is YAML, and needs no rules for what has to be quoted.
    ['otava.yaml', `${JSON.stringify({ tests }, null, 2)}\n`],
    ...tables.map(({ file, content }) => [file, content] as const),
  ]);
}

/** Tells a partial run from a whole one, and grows where cells are lost. */
function runTable(results: readonly RunResult[]): Table {
  const column = 'cells_without_numbers';
  return {
    name: 'evenloop/run',
    file: 'run.csv',
    metrics: { [column]: { column, direction: -1 } },
    content: csv(
      ['time', ...ATTRIBUTES, column],
      results.map((result) => [...headOf(result), coverageOf(result).missing]),
    ),
  };
}

type OfRun = MeasuredValue & { readonly result: RunResult };

function cellTable(name: string, values: readonly OfRun[]): Table {
  const test = cutName(name, LONGEST_NAME).replaceAll(' ', '/');
  const known = new Map(values.map(({ metric }) => [metric.id, metric]));
  const runs = [...groupedBy(values, ({ result }) => result)];
  const rows = runs.flatMap(([result, own]) => {
    const found = new Map(own.map(({ metric, measurement }) => [metric.id, measurement.value]));
    const row = [...known.keys()].flatMap((id) => found.get(id) ?? []);
    return row.length < known.size ? [] : [[...headOf(result), ...row]];
  });
  const columns = [...known.values()].map((metric) => [metric, `${metric.id}_${metric.unit}`] as const);
  return {
    name: test,
    file: `${fileWord(name)}.csv`,
    metrics: Object.fromEntries(
      // Otava wants each name once in all tables.
      columns.map(([{ id, better }, column]) => [
        `${test}/${id}`,
        { column, direction: better === 'lower' ? -1 : 1 },
      ]),
    ),
    content: csv(['time', ...ATTRIBUTES, ...columns.map(([, column]) => column)], rows),
  };
}

function headOf(result: RunResult): (string | null)[] {
  const { run } = result;
  return [run.startedAt, run.commit, run.id, coverageOf(result).sentence];
}
