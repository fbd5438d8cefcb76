// From intervals to verdicts over time: regression, improvement or unchanged, with Holm's correction over all primary rows.
import type { Change } from '../contract/result.ts';
import type { ChangeVerdict } from '../contract/verdict.ts';
import { beyondP } from '../stats/beyond-p.ts';
import { holm } from '../stats/holm.ts';
import type { Interval } from '../stats/interval.ts';
import type { Band, Estimate, ScaledMetric } from './scale.ts';
import { fromScale, INTERVAL_LEVEL } from './scale.ts';

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
      readonly note: string;
    };

export function decidedWithoutNumbers(head: ChangeHead, verdict: ChangeVerdict, reason: string): OpenChange {
  return { kind: 'decided', change: { ...head, verdict, estimate: null, low: null, high: null, reason } };
}

/** Holm over the primary rows: one false alarm in a hundred whole comparisons. Other metrics stand alone and never gate. */
export function decideChanges(rows: readonly OpenChange[]): Change[] {
  const open = rows.flatMap((row) => (row.kind === 'open' && row.metric.primary ? [row] : []));
  const adjusted = holm(open.map(surprise));
  const p = new Map(open.map((row, i) => [row, adjusted[i] ?? 1]));
  return rows.map((row) => (row.kind === 'decided' ? row.change : decide(row, p.get(row) ?? surprise(row))));
}

type OpenRow = Extract<OpenChange, { kind: 'open' }>;

function surprise({ metric, interval, band }: OpenRow): number {
  return metric.scale === 'ratio'
    ? beyondP(interval, -Math.log(band.low), Math.log(band.high))
    : beyondP(interval, -band.low, band.high);
}

function decide(row: OpenRow, p: number): Change {
  const estimate = fromScale(row.metric, row.interval);
  const verdict = verdictOf(row, estimate, p);
  const reason = [reasonOf(verdict, row, estimate), row.note].filter((part) => part !== '').join('; ');
  return { ...row.head, ...estimate, verdict, reason };
}

function verdictOf({ metric, band }: OpenRow, { estimate, low, high }: Estimate, p: number): ChangeVerdict {
  if (p < 1 - INTERVAL_LEVEL)
    return estimate > band.high === (metric.better === 'lower') ? 'regression' : 'improvement';
  return low >= band.low && high <= band.high ? 'unchanged' : 'inconclusive';
}

function reasonOf(verdict: ChangeVerdict, { metric, band }: OpenRow, { low, high }: Estimate): string {
  if (verdict === 'inconclusive')
    return low > band.high || high < band.low
      ? 'its interval alone would decide, but not sure enough beside all other primary rows'
      : 'the interval is too wide to decide';
  return metric.primary || verdict === 'unchanged' ? '' : 'not a primary metric: it never fails a run';
}
