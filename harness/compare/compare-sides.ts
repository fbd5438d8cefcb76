// Two builds of the package in one run: base and head were neighbours in time, so their values make pairs.
import type { Cell, Change, ScenarioView } from '../contract/result.ts';
import { pairedInterval } from '../stats/paired-interval.ts';
import { unitsOf } from './cell-units.ts';
import type { ChangeHead, OpenChange } from './change-verdict.ts';
import { decideChanges, decidedWithoutNumbers } from './change-verdict.ts';
import type { Metric } from './scale.ts';
import { effectBand, INTERVAL_LEVEL, MINIMUM_PAIRS, pairedDifferences } from './scale.ts';

export interface SidesInput {
  readonly cells: readonly Cell[];
  readonly scenarios: readonly ScenarioView[];
}

/** In the order of the cells. */
export function compareSides({ cells, scenarios }: SidesInput): Change[] {
  const rows = cells.flatMap((cell) => {
    // What head was never to run is no cell; `new` and `gone` below are about what one side does run.
    if (cell.side === 'head' && cell.verdict === 'unsupported') return [];
    const other = cells.find((candidate) => candidate.side !== cell.side && sameCell(candidate, cell));
    if (cell.side === 'base' && other !== undefined) return [];
    const metrics = scenarios.find(({ id }) => id === cell.scenario)?.metrics ?? [];
    return metrics.map((metric) => rowOf(metric, cell, other));
  });
  return decideChanges(rows);
}

function sameCell(a: Cell, b: Cell): boolean {
  return a.scenario === b.scenario && a.set === b.set && a.subject === b.subject;
}

function rowOf(metric: Metric, cell: Cell, base: Cell | undefined): OpenChange {
  const { scenario, set, subject } = cell;
  const row: ChangeHead = {
    scenario,
    set,
    subject,
    metric: metric.id,
    primary: metric.primary,
    scale: metric.scale,
  };
  if (cell.side === 'base') return decidedWithoutNumbers(row, 'gone', 'head does not have it');
  // A scenario that base does not know yet answers `unsupported` there: it is new, and no failure.
  if (base === undefined || base.verdict === 'unsupported')
    return decidedWithoutNumbers(row, 'new', 'base does not have it');
  if (base.verdict !== 'equivalent')
    return decidedWithoutNumbers(row, 'not-comparable', `base is ${base.verdict}: ${base.reason}`);
  if (cell.verdict !== 'equivalent')
    return decidedWithoutNumbers(row, 'not-comparable', `head is ${cell.verdict}: ${cell.reason}`);
  const differences = pairedDifferences(metric, unitsOf(base, metric.id), unitsOf(cell, metric.id));
  if (differences.length < MINIMUM_PAIRS)
    return decidedWithoutNumbers(
      row,
      'inconclusive',
      `${differences.length} pairs of values; ${MINIMUM_PAIRS} are needed for an interval`,
    );
  const interval = pairedInterval(differences, INTERVAL_LEVEL);
  return { kind: 'open', head: row, metric, interval, band: effectBand(metric), note: '' };
}
