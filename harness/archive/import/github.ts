// github-action-benchmark: its stored data.js, a run an entry, or the list that its custom tools take. Pure.
import type { NewRun } from '../archive-result.ts';
import { field, fieldsOf, itemsOf, numberOf, partOf, textOf, textOrNull, timeOf } from './fields.ts';
import type { ImportPart } from './fields.ts';
import { rowOf, runOf } from './imported-run.ts';
import type { ImportSource, ImportedValue } from './imported-run.ts';

const TOOL = 'github-action-benchmark';

/** The direction that the action itself goes by; it knows no other tools. */
const BETTER: Readonly<Record<string, 'lower' | 'higher'>> = {
  cargo: 'lower',
  go: 'lower',
  benchmarkjs: 'higher',
  benchmarkluau: 'lower',
  pytest: 'higher',
  googlecpp: 'lower',
  catch2: 'lower',
  julia: 'lower',
  jmh: 'lower',
  benchmarkdotnet: 'lower',
  customBiggerIsBetter: 'higher',
  customSmallerIsBetter: 'lower',
};

const RANGE = 'what its range means: it is a text';

/** data.js assigns the document to a variable. */
export const withoutAssignment = (text: string): string =>
  text.replace(/^\s*window\.BENCHMARK_DATA\s*=\s*/, '').replace(/;\s*$/, '');

export function importGithub(document: unknown, source: ImportSource): NewRun[] {
  const root = partOf(document);
  if (Array.isArray(document)) {
    const values = itemsOf(root).map((bench) => valueOf(bench, '', null));
    const unsaid = ['the direction: it is the choice of the tool that is given this file', RANGE];
    const facts = { part: '', tool: TOOL, version: null, startedAt: null, commit: null, machine: null };
    return [runOf(source, { ...facts, values, unsaid })];
  }
  return fieldsOf(field(root, 'entries')).flatMap(([suite, entries]) =>
    itemsOf(entries).map((entry) => entryRun(suite, entry, source)),
  );
}

function entryRun(suite: string, entry: ImportPart, source: ImportSource): NewRun {
  const commit = textOf(field(field(entry, 'commit'), 'id'));
  const date = field(entry, 'date');
  const better = BETTER[textOrNull(field(entry, 'tool')) ?? ''] ?? null;
  const values = itemsOf(field(entry, 'benches')).map((bench) => valueOf(bench, suite, better));
  return runOf(
    { ...source, key: `${suite}-${commit}-${numberOf(date)}`, commit, at: null },
    {
      part: '',
      tool: TOOL,
      version: null,
      startedAt: timeOf(date),
      commit,
      machine: null,
      values,
      unsaid: [...(better === null ? ['the direction of its tool'] : []), RANGE],
    },
  );
}

/** The unit is a text of any kind, and `iter/sec` is one. */
function valueOf(bench: ImportPart, set: string, better: 'lower' | 'higher' | null): ImportedValue {
  const benchmark = textOf(field(bench, 'name'));
  const unit = textOrNull(field(bench, 'unit'));
  return {
    row: rowOf({ benchmark, set, metric: 'value', unit, better }),
    value: numberOf(field(bench, 'value')),
  };
}
