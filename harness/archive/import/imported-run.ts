// What every reader of an import makes: named values with what the file says of them, put together as a run of the store. Pure.
import type { ArchivedMachine, ArchivedRow } from '../../contract/archived-run.ts';
import { deviationOf, rounded } from '../archive-result.ts';
import type { NewRun } from '../archive-result.ts';
import { ImportRefusal } from './fields.ts';

/** What a person adds to what a file says, and what is known of the file itself. */
export interface ImportSource {
  /** The first digits of its digest: the same file is the same run. */
  readonly key: string;
  /** When it was written last, as ISO: stands for the time of a run that the file does not say. */
  readonly writtenAt: string;
  readonly at: string | null;
  readonly commit: string | null;
}

/** Other files that a tool keeps beside the one that was named; null: there is none. */
export interface FilesBeside {
  readonly benchmarks: unknown;
  readonly machine: unknown;
}

export interface ImportedValue {
  readonly row: ArchivedRow;
  /** Null: the tool says that it failed. */
  readonly value: number | null;
  readonly count?: number | null;
  readonly deviation?: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
}

export interface ImportedFacts {
  /** What tells it from other runs of the same file; empty: there is one. */
  readonly part: string;
  readonly tool: string;
  readonly version: string | null;
  readonly startedAt: string | null;
  readonly commit: string | null;
  readonly machine: ArchivedMachine | null;
  readonly values: readonly ImportedValue[];
  readonly unsaid: readonly string[];
}

/** Fills in what a file leaves out of a row. */
export function rowOf(row: Partial<ArchivedRow> & Pick<ArchivedRow, 'benchmark' | 'metric'>): ArchivedRow {
  return {
    version: null,
    set: '',
    params: '',
    subject: '',
    title: row.metric,
    unit: null,
    better: null,
    scale: 'ratio',
    primary: true,
    ...row,
  };
}

/** The middle of values that a file has one by one, and their spread. */
export function middleOf(values: readonly number[]): Pick<ImportedValue, 'value' | 'count' | 'deviation'> {
  const sorted = values.toSorted((a, b) => a - b);
  const [left, right] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const value = left === undefined || right === undefined ? null : (left + right) / 2;
  return { value, count: values.length, deviation: deviationOf(values) };
}

const [VALUE_DIGITS, BOUND_DIGITS, DEVIATION_DIGITS] = [5, 4, 2];

export function runOf(source: ImportSource, facts: ImportedFacts): NewRun {
  const { part, tool, version, machine, values } = facts;
  if (!values.some(({ value }) => value !== null)) throw new ImportRefusal('it has no number');
  const failed = values.flatMap(({ row, value }) =>
    value === null ? [`${row.benchmark} ${row.metric}`] : [],
  );
  const startedAt = source.at ?? facts.startedAt;
  const commit = source.commit ?? facts.commit;
  return {
    run: {
      id: [tool, source.key, ...(part === '' ? [] : [part])].join('-'),
      startedAt: startedAt ?? source.writtenAt,
      tool: { name: tool, version },
      profile: null,
      commit,
      reference: null,
      runtimes: [],
      whole: null,
      coverage: `imported: ${values.length - failed.length} of ${values.length} rows have numbers`,
      exitCode: null,
      verdicts: failed.length === 0 ? {} : { failed },
      value: values.map(({ value }) => rounded(value, VALUE_DIGITS)),
      ...columnOf('count', values, VALUE_DIGITS),
      ...columnOf('deviation', values, DEVIATION_DIGITS),
      ...columnOf('low', values, BOUND_DIGITS),
      ...columnOf('high', values, BOUND_DIGITS),
      unsaid: [
        ...(startedAt === null ? ['when it was measured: the time of the file stands for it'] : []),
        ...(commit === null ? ['the commit: give it with --commit'] : []),
        ...(machine === null ? ['the machine'] : []),
        ...facts.unsaid,
      ],
    },
    suite: { rows: values.map(({ row }) => row) },
    machine,
  };
}

/** Left out where no row has such a number. */
function columnOf<Name extends 'count' | 'deviation' | 'low' | 'high'>(
  name: Name,
  values: readonly ImportedValue[],
  digits: number,
): Partial<Record<Name, (number | null)[]>> {
  const column = values.map((one) => rounded(one[name], digits));
  if (column.every((value) => value === null)) return {};
  return { [name]: column } as Partial<Record<Name, (number | null)[]>>;
}

/** Of a tool that names the processor at most. */
export function machineNamed(known: Partial<ArchivedMachine>): ArchivedMachine {
  return {
    cpuModel: null,
    logicalCpus: null,
    memoryBytes: null,
    platform: null,
    kernel: null,
    governor: null,
    virtualization: null,
    clockSource: null,
    cgroupCpuLimit: null,
    fileSystem: null,
    ...known,
  };
}
