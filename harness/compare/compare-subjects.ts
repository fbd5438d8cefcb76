// Every subject against the reference, within one run: pairs of the same repetition, an interval, a verdict.
import { excludesNone } from '../contract/excludes-none.ts';
import type { Cell, Comparison, ScenarioView } from '../contract/result.ts';
import type { ComparisonVerdict } from '../contract/verdict.ts';
import { readAaChecks } from './aa-checks.ts';
import type { AaChecks } from './aa-checks.ts';
import { pairsToDecide } from './outlook.ts';
import { NO_CONTRAST, present } from './pairs.ts';
import type { Contrast, PairDifferences } from './pairs.ts';
import { mismatchOf, reservationOf } from './reservations.ts';
import { rowIntervals } from './row-intervals.ts';
import type { DrawnRow } from './row-intervals.ts';
import { rowPairs } from './row-pairs.ts';
import type { Estimate, ScaledMetric } from './scale.ts';
import { detectableBeyond, effectBand, familyLevel, fromScale } from './scale.ts';
import { MINIMUM_PAIRS, reachesInto, sameBand } from './scale.ts';

export interface SubjectsInput {
  readonly cells: readonly Cell[];
  readonly scenarios: readonly ScenarioView[];
  /** `<runtime>/<style>`. Where a scenario has no such cell or does not support it, the first cell of the same runtime stands in for it,
   * and for one that diverges as is known the first that is equivalent: each row names the reference that it has. */
  readonly reference: string;
  readonly contrast?: Contrast;
  /** The numbers of pairs were not fixed before the run: see `rowIntervals`. */
  readonly sequential?: boolean;
}

export interface ComparedSubjects {
  readonly comparisons: readonly Comparison[];
  readonly aaChecks: AaChecks;
  /** How many intervals share the chance of a false alarm. */
  readonly intervals: number;
}

/** One comparison for each metric, parameter set and subject but the reference, in the order of the cells. */
export function compareSubjects(input: SubjectsInput): ComparedSubjects {
  const { cells, scenarios, contrast = NO_CONTRAST, sequential = false } = input;
  const rows = rowsOf(input, contrast);
  const drawn = rowIntervals(
    rows.map(({ metric, cell, pairs }) => ({
      group: JSON.stringify([cell.scenario, cell.set, metric.id]),
      primary: metric.primary,
      scale: metric.scale,
      pairs: present(pairs),
    })),
    sequential,
  );
  const intervals = drawn.filter(({ interval }) => interval !== null).length;
  const level = familyLevel(intervals);
  const aaChecks = readAaChecks({ cells, scenarios, contrast, level });
  const comparisons = rows.map((row, i) => compareRow(row, drawn[i] ?? NOT_DRAWN, aaChecks));
  return { comparisons, aaChecks, intervals };
}

const NOT_DRAWN: DrawnRow = { level: 1, interval: null };

interface Row {
  readonly metric: ScaledMetric;
  readonly base: Cell | undefined;
  readonly cell: Cell;
  readonly reference: string;
  /** Why there are none. */
  readonly obstacle: string | null;
  readonly pairs: PairDifferences;
  /** Which modes the processes have; null where there is one. */
  readonly note: string | null;
}

function rowsOf({ cells, scenarios, reference }: SubjectsInput, contrast: Contrast): Row[] {
  const heads = cells.filter(({ side }) => side === 'head');
  return heads.flatMap((cell) => {
    const scenario = scenarios.find(({ id }) => id === cell.scenario);
    const base = referenceCell(heads, cell, reference);
    // What was never to be run is not a comparison that failed: the conformance matrix says why.
    if (scenario === undefined || base?.id === cell.id || cell.verdict === 'unsupported') return [];
    const obstacle = obstacleOf(base, cell, reference);
    return scenario.metrics.map((metric): Row => {
      const { pairs, note } =
        base === undefined || obstacle !== null
          ? { pairs: [], note: null }
          : rowPairs(metric, { base, control: controlOf(cells, base), cell }, contrast);
      return { metric, base, cell, reference: base?.subject ?? reference, obstacle, pairs, note };
    });
  });
}

/** The A/A control of the reference, where it has one. */
const controlOf = (cells: readonly Cell[], { scenario, set, subject }: Cell): Cell | undefined =>
  cells.find(
    (one) =>
      one.side === 'control' && one.scenario === scenario && one.set === set && one.subject === subject,
  );

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

function compareRow(
  { metric, base, cell, reference, obstacle, pairs, note }: Row,
  { level, interval }: DrawnRow,
  aaChecks: AaChecks,
): Comparison {
  const values = present(pairs);
  const head = {
    scenario: cell.scenario,
    set: cell.set,
    metric: metric.id,
    primary: metric.primary,
    reference,
    subject: cell.subject,
    scale: metric.scale,
    level,
    pairs: values.length,
    ...(cell.sampling === undefined ? {} : { sampling: cell.sampling }),
  };
  if (obstacle !== null) return { ...head, ...NO_NUMBERS, verdict: 'not-comparable', reason: obstacle };
  if (interval === null) {
    const few = `${values.length} pairs of values; ${MINIMUM_PAIRS} are needed for an interval`;
    const reason = note === null ? few : `${few}. ${note}`;
    return { ...head, ...NO_NUMBERS, verdict: 'unclear', reason };
  }
  const estimate = fromScale(metric, interval);
  const detectable = detectableBeyond(metric, interval.halfWidth, effectBand(metric));
  const distrust =
    aaChecks.distrust ??
    aaChecks.distrustOf(cell.scenario, cell.set, metric.id) ??
    (base === undefined ? null : reservationOf(metric, [base, cell], interval, values));
  const verdict = distrust === null ? verdictOf(metric, estimate) : 'unclear';
  const needs =
    verdict === 'unclear' && distrust === null
      ? { needs: pairsToDecide(metric, interval, values.length) }
      : {};
  const why = verdict === 'unclear' && distrust === null ? whyOpen(metric, estimate) : '';
  const reason = distrust ?? [note ?? '', why].filter((part) => part !== '').join('. ');
  return { ...head, ...estimate, verdict, detectable, ...needs, values: [...pairs], reason };
}

/** An interval that holds "no difference" is reason enough. */
const whyOpen = (metric: ScaledMetric, estimate: Estimate): string =>
  excludesNone(metric.scale, estimate) ? reachesInto(metric.scale, effectBand(metric)) : '';

const STANDING: Readonly<Record<Cell['verdict'], string>> = {
  equivalent: 'is equivalent',
  divergent: 'diverges',
  'known-divergence': 'diverges, as is known',
  'stale-divergence': 'no longer shows its known divergence',
  unsupported: 'is not supported here',
  inconclusive: 'has no numbers',
  failed: 'was not proved in every invocation',
};

const NO_NUMBERS = { estimate: null, low: null, high: null, detectable: null };

/** Only cells that were proved to mean the same are ever put side by side. */
function obstacleOf(base: Cell | undefined, cell: Cell, reference: string): string | null {
  if (base === undefined) return `${reference} was not run here`;
  for (const side of [base, cell])
    if (side.verdict !== 'equivalent') return `${side.subject} ${STANDING[side.verdict]}: ${side.reason}`;
  return mismatchOf(base, cell);
}

function verdictOf(metric: ScaledMetric, { low, high }: Estimate): ComparisonVerdict {
  const effect = effectBand(metric);
  const same = sameBand(metric);
  if (low > effect.high) return metric.better === 'lower' ? 'slower' : 'faster';
  if (high < effect.low) return metric.better === 'lower' ? 'faster' : 'slower';
  return low >= same.low && high <= same.high ? 'same' : 'unclear';
}
