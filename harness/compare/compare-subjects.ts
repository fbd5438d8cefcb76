// Every subject against the reference, within one run: pairs of the same unit, an interval, a verdict.
import type { Cell, Comparison, ScenarioView } from '../contract/result.ts';
import type { ComparisonVerdict } from '../contract/verdict.ts';
import { detectableDifference, detectableRatio } from '../stats/detectable.ts';
import { pairedInterval } from '../stats/paired-interval.ts';
import { unitsOf } from './cell-units.ts';
import type { Estimate, Metric } from './scale.ts';
import {
  effectBand,
  fromScale,
  INTERVAL_LEVEL,
  MINIMUM_PAIRS,
  pairedDifferences,
  sameBand,
} from './scale.ts';

export interface SubjectsInput {
  readonly cells: readonly Cell[];
  readonly scenarios: readonly ScenarioView[];
  /** `<runtime>/<style>`. Where a scenario has no such cell or does not support it, the first cell of the same runtime stands in for it,
   * and for one that diverges as is known the first that is equivalent: each row names the reference that it has. */
  readonly reference: string;
}

/** One comparison for each metric, parameter set and subject but the reference, in the order of the cells. */
export function compareSubjects({ cells, scenarios, reference }: SubjectsInput): Comparison[] {
  const heads = cells.filter(({ side }) => side === 'head');
  return heads.flatMap((cell) => {
    const scenario = scenarios.find(({ id }) => id === cell.scenario);
    const base = referenceCell(heads, cell, reference);
    // What was never to be run is not a comparison that failed: the conformance matrix says why.
    if (scenario === undefined || base?.id === cell.id || cell.verdict === 'unsupported') return [];
    return scenario.metrics.map((metric) => compareCells(metric, base, cell, reference));
  });
}

function referenceCell(cells: readonly Cell[], of: Cell, reference: string): Cell | undefined {
  const peers = cells.filter(
    ({ scenario, set, verdict }) => scenario === of.scenario && set === of.set && verdict !== 'unsupported',
  );
  const [runtime = ''] = reference.split('/');
  const base =
    peers.find(({ subject }) => subject === reference) ??
    peers.find(({ subject }) => subject.startsWith(`${runtime}/`));
  if (base?.verdict !== 'known-divergence') return base;
  return peers.find(({ verdict }) => verdict === 'equivalent') ?? base;
}

function compareCells(metric: Metric, base: Cell | undefined, cell: Cell, reference: string): Comparison {
  const head = {
    scenario: cell.scenario,
    set: cell.set,
    metric: metric.id,
    primary: metric.primary,
    reference: base?.subject ?? reference,
    subject: cell.subject,
    scale: metric.scale,
    level: INTERVAL_LEVEL,
  };
  const obstacle = obstacleOf(base, cell, reference);
  if (obstacle !== null)
    return { ...head, ...NO_NUMBERS, verdict: 'not-comparable', pairs: 0, reason: obstacle };
  const differences = pairedDifferences(metric, unitsOf(base, metric.id), unitsOf(cell, metric.id));
  const pairs = differences.length;
  if (pairs < MINIMUM_PAIRS)
    return {
      ...head,
      ...NO_NUMBERS,
      verdict: 'unclear',
      pairs,
      reason: `${pairs} pairs of values; ${MINIMUM_PAIRS} are needed for an interval`,
    };
  const interval = pairedInterval(differences, INTERVAL_LEVEL);
  const estimate = fromScale(metric, interval);
  const verdict = verdictOf(metric, estimate);
  const detectable =
    metric.scale === 'ratio'
      ? detectableRatio(interval.halfWidth, metric.minimumEffect)
      : detectableDifference(interval.halfWidth, metric.minimumEffect);
  // `unclear` with an interval needs no reason: the interval is the reason.
  return { ...head, ...estimate, verdict, pairs, detectable, reason: '' };
}

const STANDING: Readonly<Record<Cell['verdict'], string>> = {
  equivalent: 'is equivalent',
  divergent: 'does something else',
  'known-divergence': 'does something else, as is known',
  'stale-divergence': 'no longer does what is listed as its divergence',
  unsupported: 'is not supported here',
  inconclusive: 'proved nothing',
  failed: 'did not finish',
};

const NO_NUMBERS = { estimate: null, low: null, high: null, detectable: null };

/** Only cells that were proved to mean the same are ever put side by side. */
function obstacleOf(base: Cell | undefined, cell: Cell, reference: string): string | null {
  if (base === undefined) return `${reference} was not run here`;
  for (const side of [base, cell])
    if (side.verdict !== 'equivalent') return `${side.subject} ${STANDING[side.verdict]}: ${side.reason}`;
  return null;
}

function verdictOf(metric: Metric, { low, high }: Estimate): ComparisonVerdict {
  const effect = effectBand(metric);
  const same = sameBand(metric);
  if (low > effect.high) return metric.better === 'lower' ? 'slower' : 'faster';
  if (high < effect.low) return metric.better === 'lower' ? 'faster' : 'slower';
  return low >= same.low && high <= same.high ? 'same' : 'unclear';
}
