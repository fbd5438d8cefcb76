// From intervals to verdicts over time: regression, improvement or unchanged, with Holm's correction over all primary rows.
import { excludesNone } from '../contract/excludes-none.ts';
import type { Change } from '../contract/result.ts';
import type { ChangeVerdict } from '../contract/verdict.ts';
import { holm } from '../stats/holm.ts';
import type { Interval } from '../stats/interval.ts';
import { studentQuantile } from '../stats/student-t.ts';
import { borneOut, commonChange, contradiction, surpriseOf } from './other-view.ts';
import type { OtherView } from './other-view.ts';
import type { Band, Estimate, ScaledMetric } from './scale.ts';
import { detectableBeyond, fromScale, INTERVAL_LEVEL, reachesInto } from './scale.ts';

export type ChangeHead = Pick<Change, 'scenario' | 'set' | 'subject' | 'metric' | 'primary' | 'scale'>;

/** A row that has numbers and no verdict yet, or one whose verdict needs none. */
export type OpenChange =
  | { readonly kind: 'decided'; readonly change: Change }
  | {
      readonly kind: 'open';
      readonly head: ChangeHead;
      readonly metric: ScaledMetric;
      /** On the scale of intervals: logarithms for ratios. */
      readonly interval: Interval;
      /** Null: there is one view only. */
      readonly other: OtherView | null;
      /** The changes that are not worth a word, on the scale of the estimate. */
      readonly band: Band;
      /** Inside it the row is unchanged. */
      readonly same: Band;
      readonly note: string;
    };

const NO_NUMBERS = { estimate: null, low: null, high: null, detectable: null };

export function decidedWithoutNumbers(head: ChangeHead, verdict: ChangeVerdict, reason: string): OpenChange {
  return { kind: 'decided', change: { ...head, ...NO_NUMBERS, verdict, reason } };
}

/** Holm over the primary rows: one false alarm in a hundred whole comparisons. Other metrics stand alone and never gate. */
export function decideChanges(rows: readonly OpenChange[]): Change[] {
  const primary = rows.flatMap((row) => (row.kind === 'open' && row.metric.primary ? [row] : []));
  const [shown, other] = [surprise, surpriseByItself].map((of) => {
    const adjusted = holm(primary.map(of));
    const known = new Map(primary.map((row, i) => [row, adjusted[i] ?? 1]));
    return (row: OpenRow): number => known.get(row) ?? of(row);
  });
  return rows.map((row) => {
    if (row.kind === 'decided') return row.change;
    const chances = { shown: shown?.(row) ?? 1, other: other?.(row) ?? 1 };
    return decide(row, chances, row.metric.primary ? primary.length : 1);
  });
}

type OpenRow = Extract<OpenChange, { kind: 'open' }>;

/** How surprising the change is as it is shown, and by itself where it is shown beside the reference: corrected for all rows. */
interface Chances {
  readonly shown: number;
  readonly other: number;
}

const surprise = (row: OpenRow): number =>
  borneOut(row) ? surpriseOf(row.metric, row.interval, row.band) : 1;

const surpriseByItself = ({ metric, band, other }: OpenRow): number =>
  other === null || other.own ? 1 : surpriseOf(metric, other.interval, band);

/** `sharers`: the rows that share the chance of a false alarm with this one, itself included. */
function decide(row: OpenRow, chances: Chances, sharers: number): Change {
  const estimate = fromScale(row.metric, row.interval);
  const verdict = verdictOf(row, estimate, chances);
  const why = reasonOf(verdict, row, estimate, chances);
  const told = [why, besideText(row, why), row.note];
  const reason = told.filter((part) => part !== '').join('; ');
  const beside = row.other === null || row.other.own ? {} : { beside: row.other.reference };
  return { ...row.head, ...estimate, verdict, detectable: detectableOf(row, sharers), ...beside, reason };
}

const besideText = ({ other }: OpenRow, why: string): string =>
  other === null || other.own || why.includes(other.reference) ? '' : `beside ${other.reference}`;

/** Holm asks most of the first row that it calls, and that is what a row alone among unchanged ones must meet. */
function detectableOf({ metric, interval, band }: OpenRow, sharers: number): number {
  const { standardError, degreesOfFreedom } = interval;
  const quantile = studentQuantile(1 - (1 - INTERVAL_LEVEL) / sharers / 2, degreesOfFreedom);
  return detectableBeyond(metric, quantile * standardError, band);
}

function verdictOf(
  { metric, band, same }: OpenRow,
  { estimate, low, high }: Estimate,
  { shown, other }: Chances,
): ChangeVerdict {
  if (shown < CALLED)
    return estimate > band.high === (metric.better === 'lower') ? 'regression' : 'improvement';
  return low >= same.low && high <= same.high && other >= CALLED ? 'unchanged' : 'inconclusive';
}

const CALLED = 1 - INTERVAL_LEVEL;

function reasonOf(verdict: ChangeVerdict, row: OpenRow, estimate: Estimate, { other }: Chances): string {
  if (verdict === 'unchanged') return '';
  if (verdict !== 'inconclusive')
    return row.metric.primary ? '' : 'not a primary metric: it never fails a run';
  const inside = estimate.low >= row.same.low && estimate.high <= row.same.high;
  if (inside && other < CALLED && row.other !== null) return commonChange(row.other.reference);
  return contradiction(row) ?? whyOpen(row.metric, row.band, estimate);
}

/** Never only "too wide" of an interval that excludes "no difference": it does say something. */
function whyOpen({ scale }: ScaledMetric, band: Band, { low, high }: Estimate): string {
  if (low > band.high || high < band.low)
    return 'its interval alone would decide, but not sure enough beside all other primary rows';
  return excludesNone(scale, { low, high }) ? reachesInto(scale, band) : 'the interval is too wide to decide';
}
