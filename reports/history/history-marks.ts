// Where a line of the history begins anew: another version of a runtime, other conditions. Levels on both sides are not compared.
import type { HistoryRun } from './run-summary.ts';

export interface HistoryMark {
  /** Among the points of its line: the first of the new series. */
  readonly index: number;
  readonly kind: 'runtime' | 'environment';
  readonly run: HistoryRun;
  /** `node 20.19 to 22.1`. */
  readonly text: string;
}

/** `runs`: those of the points of one line, oldest first. The version of the reference's runtime moves every ratio to it. */
export function marksOf(runs: readonly (HistoryRun | undefined)[], subject: string): HistoryMark[] {
  return runs.flatMap((run, index): HistoryMark[] => {
    const before = runs[index - 1];
    if (run === undefined || before === undefined) return [];
    const upgrades = runtimesOf(subject, run).flatMap((id) => upgradeOf(id, before, run));
    if (upgrades.length > 0) return [{ index, kind: 'runtime', run, text: upgrades.join(', ') }];
    const changed = [...run.conditions].flatMap(([name, value]) => {
      const former = before.conditions.get(name);
      return former === undefined || former === value ? [] : [`${name} ${former} to ${value}`];
    });
    return changed.length === 0 ? [] : [{ index, kind: 'environment', run, text: changed.join(', ') }];
  });
}

/** A subject is `<runtime>/<style>`. */
const runtimesOf = (subject: string, { reference }: HistoryRun): string[] => [
  ...new Set([subject, reference].map((one) => one.slice(0, one.lastIndexOf('/')))),
];

function upgradeOf(id: string, before: HistoryRun, after: HistoryRun): string[] {
  const [old, now] = [before, after].map(({ runtimes }) => minorOf(runtimes.get(id)));
  return old === undefined || now === undefined || old === now ? [] : [`${id} ${old} to ${now}`];
}

/** A patch is the same runtime: what it changes is to be found, not hidden. */
const minorOf = (version: string | undefined): string | undefined =>
  version === undefined ? undefined : (/^\D*\d+(?:\.\d+)?/.exec(version)?.[0] ?? version);
