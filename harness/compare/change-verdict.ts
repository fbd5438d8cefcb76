// From intervals to verdicts over time: regression, improvement or unchanged, with Holm's correction over all primary rows.
import type { Change } from '../contract/result.ts';
import type { ChangeVerdict } from '../contract/verdict.ts';
import { beyondP } from '../stats/beyond-p.ts';
import { holm } from '../stats/holm.ts';
import type { Interval } from '../stats/interval.ts';
import { studentQuantile } from '../stats/student-t.ts';
import type { Band, Estimate, ScaledMetric } from './scale.ts';
import { detectableBeyond, excludesNone, fromScale, INTERVAL_LEVEL, reachesInto } from './scale.ts';

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
  const open = rows.flatMap((row) => (row.kind === 'open' && row.metric.primary ? [row] : []));
  const adjusted = holm(open.map(surprise));
  const p = new Map(open.map((row, i) => [row, adjusted[i] ?? 1]));
  return rows.map((row) => {
    if (row.kind === 'decided') return row.change;
    return decide(row, p.get(row) ?? surprise(row), row.metric.primary ? open.length : 1);
  });
}

type OpenRow = Extract<OpenChange, { kind: 'open' }>;

function surprise({ metric, interval, band }: OpenRow): number {
  return metric.scale === 'ratio'
    ? beyondP(interval, -Math.log(band.low), Math.log(band.high))
    : beyondP(interval, -band.low, band.high);
}

/** `sharers`: the rows that share the chance of a false alarm with this one, itself included. */
function decide(row: OpenRow, p: number, sharers: number): Change {
  const estimate = fromScale(row.metric, row.interval);
  const verdict = verdictOf(row, estimate, p);
  const reason = [reasonOf(verdict, row, estimate), row.note].filter((part) => part !== '').join('; ');
  return { ...row.head, ...estimate, verdict, detectable: detectableOf(row, sharers), reason };
}

/** Holm asks most of the first row that it calls, and that is what a row alone among unchanged ones must meet. */
function detectableOf({ metric, interval, band }: OpenRow, sharers: number): number {
  const { standardError, degreesOfFreedom } = interval;
  const quantile = studentQuantile(1 - (1 - INTERVAL_LEVEL) / sharers / 2, degreesOfFreedom);
  return detectableBeyond(metric, quantile * standardError, band);
}

function verdictOf(
  { metric, band, same }: OpenRow,
  { estimate, low, high }: Estimate,
  p: number,
): ChangeVerdict {
  if (p < 1 - INTERVAL_LEVEL)
    return estimate > band.high === (metric.better === 'lower') ? 'regression' : 'improvement';
  return low >= same.low && high <= same.high ? 'unchanged' : 'inconclusive';
}

function reasonOf(verdict: ChangeVerdict, { metric, band }: OpenRow, estimate: Estimate): string {
  if (verdict === 'inconclusive') return whyOpen(metric, band, estimate);
  return metric.primary || verdict === 'unchanged' ? '' : 'not a primary metric: it never fails a run';
}

/** Never only "too wide" of an interval that excludes "no difference": it does say something. */
function whyOpen({ scale }: ScaledMetric, band: Band, { low, high }: Estimate): string {
  if (low > band.high || high < band.low)
    return 'its interval alone would decide, but not sure enough beside all other primary rows';
  return excludesNone(scale, { low, high }) ? reachesInto(scale, band) : 'the interval is too wide to decide';
}
