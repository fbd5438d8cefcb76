// Two builds of the package in one run: base and head were neighbours in time, so their values make pairs.
import type { Cell, Change, ScenarioView } from '../contract/result.ts';
import { pairedInterval } from '../stats/paired-interval.ts';
import type { ChangeHead, OpenChange } from './change-verdict.ts';
import { decideChanges, decidedWithoutNumbers } from './change-verdict.ts';
import { readAaChecks } from './aa-checks.ts';
import type { AaChecks } from './aa-checks.ts';
import { NO_CONTRAST, pairsOf, present } from './pairs.ts';
import type { Contrast } from './pairs.ts';
import { decidedChange } from './side-decision.ts';
import type { MetricDecision } from './side-decision.ts';
import { mismatchOf } from './reservations.ts';
import type { ScaledMetric } from './scale.ts';
import { effectBand, familyLevel, INTERVAL_LEVEL, MINIMUM_PAIRS, sameBand } from './scale.ts';

export interface SidesInput {
  readonly cells: readonly Cell[];
  readonly scenarios: readonly ScenarioView[];
  readonly contrast?: Contrast;
  /** What the decision engine says of a metric of head's cell; null: it stands by its pairs alone. */
  readonly decided?: (metric: string, cell: Cell) => MetricDecision | null;
}

export interface ComparedSides {
  /** In the order of the cells. */
  readonly changes: readonly Change[];
  readonly aaChecks: AaChecks;
  readonly intervals: number;
}

export function compareSides({
  cells: all,
  scenarios,
  contrast = NO_CONTRAST,
  decided,
}: SidesInput): ComparedSides {
  const cells = all.filter(({ side }) => side !== 'control');
  const rows = cells.flatMap((cell) => {
    // What head was never to run is no cell; `new` and `gone` below are about what one side does run.
    if (cell.side === 'head' && cell.verdict === 'unsupported') return [];
    const other = cells.find((candidate) => candidate.side !== cell.side && sameCell(candidate, cell));
    if (cell.side === 'base' && other !== undefined) return [];
    const metrics = scenarios.find(({ id }) => id === cell.scenario)?.metrics ?? [];
    return metrics.map((metric) => rowOf(metric, cell, other, { contrast, decided }));
  });
  const intervals = rows.filter((row) => row.kind === 'open' || row.change.estimate !== null).length;
  const aaChecks = readAaChecks({ cells: all, scenarios, contrast, level: familyLevel(intervals) });
  return { changes: decideChanges(rows).map((change) => trusted(change, aaChecks)), aaChecks, intervals };
}

/** A machine that finds the base different from itself says nothing about head. */
function trusted(change: Change, aaChecks: AaChecks): Change {
  const { scenario, set, metric, subject, estimate, reason } = change;
  const distrust = aaChecks.distrust ?? aaChecks.distrustOf(scenario, set, metric, subject);
  if (distrust === null || estimate === null) return change;
  return {
    ...change,
    verdict: 'inconclusive',
    reason: [distrust, reason].filter((part) => part !== '').join('; '),
  };
}

function sameCell(a: Cell, b: Cell): boolean {
  return a.scenario === b.scenario && a.set === b.set && a.subject === b.subject;
}

/** Of getting from two cells to a row. */
interface Ways {
  readonly contrast: Contrast;
  readonly decided: SidesInput['decided'];
}

function rowOf(
  metric: ScaledMetric,
  cell: Cell,
  base: Cell | undefined,
  { contrast, decided }: Ways,
): OpenChange {
  const { scenario, set, subject } = cell;
  const row: ChangeHead = {
    scenario,
    set,
    subject,
    metric: metric.id,
    primary: metric.primary,
    scale: metric.scale,
  };
  if (cell.side === 'base') return decidedWithoutNumbers(row, 'gone', 'head does not have this cell');
  // A scenario that base does not know yet answers `unsupported` there: it is new, and no failure.
  if (base === undefined || base.verdict === 'unsupported')
    return decidedWithoutNumbers(row, 'new', 'base does not have this cell');
  if (base.verdict !== 'equivalent')
    return decidedWithoutNumbers(row, 'not-comparable', `base is ${base.verdict}: ${base.reason}`);
  if (cell.verdict !== 'equivalent')
    return decidedWithoutNumbers(row, 'not-comparable', `head is ${cell.verdict}: ${cell.reason}`);
  const mismatch = mismatchOf(base, cell);
  if (mismatch !== null) return decidedWithoutNumbers(row, 'not-comparable', mismatch);
  const decision = decided?.(metric.id, cell) ?? null;
  if (decision !== null) return { kind: 'decided', change: decidedChange(row, metric, decision) };
  const differences = present(pairsOf(metric, base, cell, contrast));
  if (differences.length < MINIMUM_PAIRS)
    return decidedWithoutNumbers(
      row,
      'inconclusive',
      `${differences.length} pairs of values; ${MINIMUM_PAIRS} are needed for an interval`,
    );
  const interval = pairedInterval(differences, INTERVAL_LEVEL);
  return {
    kind: 'open',
    head: row,
    metric,
    interval,
    other: null,
    band: effectBand(metric),
    same: sameBand(metric),
    note: '',
  };
}
