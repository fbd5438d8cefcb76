// A pyperf suite: a row a benchmark, the middle of all values of its runs. Pure.
import type { NewRun } from '../archive-result.ts';
import {
  ImportRefusal,
  field,
  fieldsOf,
  itemsOf,
  numberOf,
  partOf,
  refused,
  textOrNull,
  timeOfText,
} from './fields.ts';
import type { ImportPart } from './fields.ts';
import { machineNamed, middleOf, rowOf, runOf } from './imported-run.ts';
import type { ImportSource, ImportedValue } from './imported-run.ts';

const FORMAT = '1.0';
/** pyperf knows no others, and takes seconds where none is given. */
const UNITS: ReadonlySet<string> = new Set(['second', 'byte', 'integer']);

export function importPyperf(document: unknown, source: ImportSource): NewRun[] {
  const root = partOf(document);
  const version = field(root, 'version');
  if (version.value !== FORMAT) throw refused(version, `"${FORMAT}"`);
  const benchmarks = itemsOf(field(root, 'benchmarks'));
  const known = knownIn([root, ...benchmarks, ...benchmarks.flatMap(runsOf)]);
  const values = benchmarks.map((benchmark) => valueOf(benchmark, root));
  const cpus = Number(known.get('cpu_count'));
  const machine = {
    cpuModel: known.get('cpu_model_name') ?? null,
    logicalCpus: Number.isInteger(cpus) ? cpus : null,
    platform: known.get('platform') ?? null,
  };
  const date = known.get('date');
  const startedAt = date === undefined ? null : timeOfText(`${date.replace(' ', 'T')}Z`);
  return [
    runOf(source, {
      part: '',
      tool: 'pyperf',
      version: known.get('perf_version') ?? null,
      startedAt,
      commit: known.get('evenloop_commit') ?? null,
      machine: Object.values(machine).every((fact) => fact === null) ? null : machineNamed(machine),
      values,
      unsaid: startedAt === null ? [] : ['the zone of its dates: they are taken as UTC'],
    }),
  ];
}

const runsOf = (benchmark: ImportPart): ImportPart[] => itemsOf(field(benchmark, 'runs'));

/** Metadata stands at the suite, the benchmark or the run: the first that says something counts. */
function knownIn(parts: readonly ImportPart[]): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  for (const part of parts)
    for (const [name, { value }] of metadataOf(part))
      if (!known.has(name) && (typeof value === 'string' || typeof value === 'number'))
        known.set(name, String(value));
  return known;
}

function metadataOf(part: ImportPart): [string, ImportPart][] {
  const metadata = field(part, 'metadata');
  return metadata.value === undefined ? [] : fieldsOf(metadata);
}

function valueOf(benchmark: ImportPart, root: ImportPart): ImportedValue {
  const runs = runsOf(benchmark);
  const [first] = runs;
  const known = knownIn([root, benchmark, ...(first === undefined ? [] : [first])]);
  const name = known.get('name');
  if (name === undefined) throw new ImportRefusal(`${benchmark.at} has no name`);
  const unit = known.get('unit') ?? 'second';
  if (!UNITS.has(unit))
    throw new ImportRefusal(
      `${benchmark.at} has the unit ${JSON.stringify(unit)}, which pyperf does not know`,
    );
  const values = runs.flatMap((run) => {
    const own = field(run, 'values');
    return own.value === undefined ? [] : itemsOf(own).map(numberOf);
  });
  const title = textOrNull(field(field(benchmark, 'metadata'), 'description')) ?? 'value';
  const better = unit === 'integer' ? null : 'lower';
  const row = rowOf({ benchmark: name, metric: 'value', title, unit, better });
  return { row, ...middleOf(values) };
}
