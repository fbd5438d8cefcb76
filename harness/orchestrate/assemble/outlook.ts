// What the pairs so far say of each block: which of its primary rows are undecided, and how many pairs they can be expected to need.
import { compareSubjects } from '../../compare/compare-subjects.ts';
import type { Plan } from '../../contract/plan.ts';
import { median } from '../../stats/median.ts';
import { groupedBy } from '../../contract/grouped.ts';
import type { Comparison } from '../../contract/result.ts';
import type { RowsOutlook } from '../conduct/budget-queue.ts';
import type { Ledger } from '../conduct/ledger.ts';
import { cellViews } from './cell-views.ts';
import type { CellSources } from './cell-views.ts';
import { scenarioViews } from './views.ts';

/** By the id of the block. */
export function outlookOf(sources: CellSources, reference: string): ReadonlyMap<string, RowsOutlook> {
  const { plan } = sources;
  const scenarios = scenarioViews(plan);
  const cells = cellViews(sources);
  const { comparisons } = compareSubjects({ cells, scenarios, reference, sequential: true });
  return new Map(
    plan.blocks.map(({ id, scenario, set }) => {
      const rows = comparisons.filter(
        (row) => row.primary && row.scenario === scenario.id && row.set === set.name && row.low !== null,
      );
      const open = rows.filter(({ verdict }) => verdict === 'unclear');
      return [id, { rows: rows.length, undecided: open.map(({ needs = null }) => needs) }];
    }),
  );
}

/** The same rows, each open one with what a verdict would take beyond the pairs that it has. `cpus`: on so many, blocks ran at once. */
export function withTimesToDecide(
  comparisons: readonly Comparison[],
  { cells }: Ledger,
  { blocks }: Pick<Plan, 'blocks'>,
  cpus: number,
): Comparison[] {
  return comparisons.map((row) => {
    const { needs = null, pairs } = row;
    if (needs === null) return row;
    const own = cells.filter(({ key }) => key.scenario === row.scenario && key.set === row.set);
    const lastMs = repetitionMs(own.flatMap(({ inspected }) => inspected.map(({ record }) => record)));
    const block = blocks.find(({ scenario, set }) => scenario.id === row.scenario && set.name === row.set);
    const width = block?.alone === true ? 1 : Math.max(1, cpus);
    return lastMs === null ? row : { ...row, moreMs: ((needs - pairs) * lastMs) / width };
  });
}

interface Timed {
  readonly repetition: number;
  readonly startedAtMs: number;
  readonly wallMs: number;
}

/** From the first start to the last end of a repetition; the middle of all. */
function repetitionMs(records: readonly Timed[]): number | null {
  const spans = [...groupedBy(records, ({ repetition }) => repetition).values()].map(
    (members) =>
      Math.max(...members.map(({ startedAtMs, wallMs }) => startedAtMs + wallMs)) -
      Math.min(...members.map(({ startedAtMs }) => startedAtMs)),
  );
  return spans.length === 0 ? null : median(spans);
}
