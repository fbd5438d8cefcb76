// Two stored runs as one outcome: what changed, and the code that a command ends with.
import type { Change, RunResult } from '../contract/result.ts';
import { changedScenarios } from './changed-scenarios.ts';
import type { ChangedScenario } from './changed-scenarios.ts';
import { compareRuns } from './compare-runs.ts';
import { machineDifferences } from './machine-differences.ts';
import type { Across, MachineDifference } from './machine-differences.ts';
import { startDifferences } from './start-differences.ts';
import type { StartDifference } from './start-differences.ts';
import { exitOf } from './exit-code.ts';

/** What `compare --json` prints: one document, whichever way the two sides were found. */
export interface RunComparison {
  /** A run id, or the git revision that was asked for. */
  readonly base: string;
  readonly head: string;
  readonly changes: readonly Change[];
  /** Of stored runs: in what their machines differ. Absent: two builds were measured side by side. */
  readonly machines?: readonly MachineDifference[];
  /** In what runtimes of both runs were started differently. */
  readonly starts: readonly StartDifference[];
  /** Of stored runs: scenarios from outside whose files are other ones; absent: there is none. */
  readonly changedScenarios?: readonly ChangedScenario[];
  readonly exit: RunResult['exit'];
}

type JudgedComparison = RunComparison & { readonly exit: ReturnType<typeof exitOf> };

export function compareStoredRuns(
  base: RunResult,
  head: RunResult,
  across: readonly Across[] = [],
): JudgedComparison {
  const changes = compareRuns(base, head, across);
  const judged = { cells: [], comparisons: [], interrupted: false, strict: false, failures: [] };
  const changed = changedScenarios(base, head);
  return {
    base: base.run.id,
    head: head.run.id,
    changes,
    machines: machineDifferences(base, head),
    starts: startDifferences(base, head),
    ...(changed.length === 0 ? {} : { changedScenarios: changed }),
    exit: exitOf({ ...judged, changes }),
  };
}
