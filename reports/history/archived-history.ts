// A run of the store as the history needs it: its primary rows, over the reference of the same run. Pure.
import type { ArchivedMachine, ArchivedRun, ArchivedSuite } from '../../harness/contract/archived-run.ts';
import { conditionsOf } from './run-summary.ts';
import type { HistoryRun, HistoryValue } from './run-summary.ts';

export interface ArchivedParts {
  readonly run: ArchivedRun;
  readonly suite: ArchivedSuite;
  readonly machine: ArchivedMachine | null;
}

export function historyRunOf({ run, suite, machine }: ArchivedParts): HistoryRun {
  const { id, startedAt, commit, tool } = run;
  const { kernel = null, governor = null, virtualization = null, clockSource = null } = machine ?? {};
  return {
    id,
    slug: '',
    startedAt,
    // What another tool measured is no run of ours with its profile.
    profile: run.profile ?? tool.name,
    machine: machineName(machine),
    commit,
    reference: run.reference ?? '',
    runtimes: new Map(run.runtimes.map((runtime) => [runtime.id, runtime.version])),
    conditions: conditionsOf({ kernel: kernel ?? '', governor, virtualization, clockSource }),
    values: valuesOf(run, suite),
  };
}

/** As runs that were not kept in a store are named. */
function machineName(machine: ArchivedMachine | null): string {
  if (machine === null) return 'unknown machine';
  return `${machine.cpuModel ?? 'unknown CPU'}, ${machine.logicalCpus ?? '?'} CPU`;
}

function valuesOf(run: ArchivedRun, { rows }: ArchivedSuite): HistoryValue[] {
  const references = new Map<string, number>();
  for (const [i, row] of rows.entries()) {
    const value = run.value[i] ?? null;
    if (row.subject === run.reference && value !== null)
      references.set([row.benchmark, row.set, row.metric].join('\0'), value);
  }
  return rows.flatMap((row, i): HistoryValue[] => {
    const value = run.value[i] ?? null;
    if (!row.primary || value === null) return [];
    const reference = references.get([row.benchmark, row.set, row.metric].join('\0'));
    const isRatio = row.scale === 'ratio' && row.subject !== run.reference;
    return [
      {
        scenario: row.benchmark,
        title: row.benchmark,
        version: row.version ?? '',
        set: row.set,
        params: row.params,
        metric: row.metric,
        metricTitle: row.title,
        unit: row.unit ?? '',
        better: row.better,
        subject: row.subject,
        value,
        toReference:
          isRatio && reference !== undefined && reference > 0 && value > 0 ? value / reference : null,
      },
    ];
  });
}
