// Whether runs are replicas of one another: the same rows by the same programs, each run once. Pure.
import { failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import { rowKey } from './pool-runs.ts';

export interface NamedRun {
  readonly path: string;
  readonly result: RunResult;
}

/** Empty where they are. Each trouble names its run. */
export function replicaTroubles(runs: readonly NamedRun[]): Failure[] {
  const sorted = runs.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const [first] = sorted;
  if (first === undefined || sorted.length < 2)
    return [failure('EL3204', 'Fewer than two runs were named.', 'Name the runs of at least two machines.')];
  const keys = new Set(sorted.flatMap(({ result }) => result.comparisons.map(rowKey)));
  return sorted.flatMap((run, i) =>
    [doubled(run, sorted.slice(0, i)), run === first ? [] : foreign(run, first), missing(run, keys)].flat(),
  );
}

function doubled({ path, result }: NamedRun, earlier: readonly NamedRun[]): Failure[] {
  const same = earlier.find((one) => one.result.run.id === result.run.id);
  if (same === undefined) return [];
  return [failure('EL3202', `${path} and ${same.path} are the same run.`, 'Name one of them.')];
}

function foreign(run: NamedRun, first: NamedRun): Failure[] {
  const [own, other] = [factsOf(run.result), factsOf(first.result)];
  const names = Object.keys(own).filter((name) => own[name] !== other[name]);
  if (names.length === 0) return [];
  const cause = `${run.path} has ${names.map((name) => `${name} ${own[name]}, not ${other[name]}`).join('; ')}.`;
  return [failure('EL3203', cause, 'Measure the same programs by the same version on all machines.')];
}

const factsOf = ({ tool, run, scenarios, runtimes }: RunResult): Readonly<Record<string, string>> => ({
  evenloop: tool.version,
  profile: run.profile,
  commit: run.commit ?? 'unknown',
  scenarios: scenarios.map(({ id, version }) => `${id}@${version}`).join(' '),
  runtimes: runtimes.map(({ id, version }) => `${id} ${version}`).join(' '),
});

function missing({ path, result }: NamedRun, keys: ReadonlySet<string>): Failure[] {
  const own = new Set(result.comparisons.map(rowKey));
  const lacks = [...keys].filter((key) => !own.has(key)).toSorted();
  if (lacks.length === 0) return [];
  const cause = `${path} lacks ${lacks.length} of ${keys.size} rows: ${lacks[0]}${lacks.length > 1 ? ', …' : ''}.`;
  return [failure('EL3204', cause, 'Measure the same rows on all machines.', lacks)];
}
