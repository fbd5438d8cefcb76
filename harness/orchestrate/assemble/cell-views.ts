// From the ledger to the cells of `results.json`: verdict and, where every counted invocation was proved, numbers.
import { cellId } from '../../contract/invocation.ts';
import type { Plan } from '../../contract/plan.ts';
import type { Sampling, Plausibility } from '../../contract/numbers.ts';
import type { Checking } from '../../contract/request.ts';
import type { Cell } from '../../contract/result.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { KnownDivergence } from '../../contract/verdict.ts';
import { gatherChecks } from '../../stats/gather-checks.ts';
import { measureCell } from '../../stats/measure-cell.ts';
import { judgeEntry } from './judge-entry.ts';
import type { CellEntry, Ledger } from '../conduct/ledger.ts';

export interface CellSources {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly runtimes: readonly Runtime[];
  readonly known: ReadonlyMap<string, readonly KnownDivergence[]>;
  /** Null: this was a measurement. */
  readonly checking: Checking | null;
}

/** The planned cells in the order of the plan, then those that are not supported. */
export function cellViews(sources: CellSources): Cell[] {
  const planned = sources.ledger.cells.map((entry) => cellView(entry, sources));
  return [...planned, ...unsupportedCells(sources.plan)];
}

function cellView(entry: CellEntry, sources: CellSources): Cell {
  const { plan, runtimes, known, checking } = sources;
  const { key, scenario, set, subject, planned, inspected } = entry;
  const runtime = runtimes.find(({ id }) => id === subject.runtime);
  const { ends, ...judged } = judgeEntry(entry, {
    runner: runtime?.runner ?? subject.runtime,
    version: runtime?.version ?? '0',
    known: known.get(scenario.id) ?? [],
    checking,
  });
  const values = inspected.flatMap((one) => (one.values === null ? [] : [one.values]));
  const plausibility = gatherChecks(
    inspected.flatMap(({ checks = [] }) => checks),
    'invocations',
  );
  const measurable = judged.proof !== null && values.length > 0;
  const implausible = measurable ? plausibility.find(({ kept }) => !kept) : undefined;
  return {
    id: cellId(key),
    ...key,
    params: { ...set.params },
    ...judged,
    invocations: { planned, ...ends },
    wallMs: inspected.reduce((sum, { record }) => sum + record.wallMs, 0),
    ...(measurable && implausible === undefined
      ? measureCell(scenario, values, plan.repetitions)
      : NO_MEASURES),
    ...(implausible === undefined ? {} : withdrawn(implausible)),
    ...(values.length === 0 ? {} : { sampling: samplingOf(entry, plan), plausibility }),
  };
}

/** The cell means the same as the others, but what it says of its time can not be true: no number, and nothing to compare. */
function withdrawn({ check, text }: Plausibility): Pick<Cell, 'verdict' | 'reason' | 'proof'> {
  return { verdict: 'inconclusive', reason: `implausible, ${check}: ${text}`, proof: null };
}

/** What happened, not what was asked for: a runner that cannot slice is measured in rounds, alone. */
function samplingOf({ key, inspected }: CellEntry, { blocks }: Plan): Sampling {
  const measured = inspected.filter(({ values }) => values !== null);
  if (measured.every(({ record }) => record.slices !== null)) return 'sliced';
  const block = blocks.find(({ scenario, set }) => scenario.id === key.scenario && set.name === key.set);
  return block?.sampling === 'duet' ? 'duet' : 'plain';
}

const NO_MEASURES = { measurements: [], curve: null, throughput: null };

function unsupportedCells({ unsupported }: Plan): Cell[] {
  return unsupported.map(({ cell, reason }) => ({
    id: cellId(cell),
    ...cell,
    params: {},
    verdict: 'unsupported' as const,
    reason,
    findings: [],
    findingCount: 0,
    failures: [],
    rules: {},
    invocations: { planned: 0, proved: 0, diverged: 0, failed: 0, unsupported: 0, notRun: 0 },
    proof: null,
    ...NO_MEASURES,
  }));
}
