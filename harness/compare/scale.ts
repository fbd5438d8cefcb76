// The two scales of comparison: ratios through their logarithm, differences in the unit of the metric.
import type { MetricView } from '../contract/metric-view.ts';
import type { Static } from 'typebox';
import type { Interval } from '../stats/interval.ts';

export type ScaledMetric = Static<typeof MetricView>;

/** The chance that a whole run calls any difference that is not there. */
export const FAMILY_ERROR = 0.01;

/** The confidence of an interval that stands alone. */
export const INTERVAL_LEVEL = 1 - FAMILY_ERROR;

/**
 * The confidence of each of `intervals` intervals that share one chance of a false alarm: Bonferroni's share. Holm's procedure
 * would call a little more, but its intervals are not the ones that are drawn.
 */
export function familyLevel(intervals: number): number {
  return 1 - FAMILY_ERROR / Math.max(1, intervals);
}

/** An interval of two pairs has one degree of freedom and is 64 standard errors wide: it says nothing. */
export const MINIMUM_PAIRS = 3;

/** `same` is claimed when the whole interval lies within 3 %, or within three times the smallest effect worth a word. */
export const SAME_RATIO = 0.03;
export const SAME_EFFECTS = 3;

/** On the scale of the estimate: a ratio around one, or a difference around zero. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

export function effectBand(metric: ScaledMetric): Band {
  return metric.scale === 'ratio'
    ? { low: 1 - metric.minimumEffect, high: 1 + metric.minimumEffect }
    : { low: -metric.minimumEffect, high: metric.minimumEffect };
}

export function sameBand(metric: ScaledMetric): Band {
  const width = SAME_EFFECTS * metric.minimumEffect;
  return metric.scale === 'ratio'
    ? { low: 1 - SAME_RATIO, high: 1 + SAME_RATIO }
    : { low: -width, high: width };
}

/** What intervals are computed of: null where a value has no logarithm. */
export function toScale(metric: ScaledMetric, value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  if (metric.scale === 'difference') return value;
  return value > 0 ? Math.log(value) : null;
}

export interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export function fromScale(metric: ScaledMetric, { estimate, low, high }: Interval): Estimate {
  if (metric.scale === 'difference') return { estimate, low, high };
  return { estimate: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
}
