// The two scales of comparison: ratios through their logarithm, differences in the unit of the metric.
import type { MetricView } from '../contract/metric-view.ts';
import type { Static } from 'typebox';
import { detectableDifference, detectableRatio } from '../stats/detectable.ts';
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

/** The smallest effect worth a word of a ratio, where no metric says another. */
export const USUAL_EFFECT = 0.01;

/** The equivalence margin of ratios whose smallest effect is 1 to 3 %. */
const SAME_RATIO = 0.03;
/** A smaller effect narrows the margin to three times itself. That is also the margin of differences. */
const SAME_EFFECTS = 3;

/** On the scale of the estimate: a ratio around one, or a difference around zero. */
export interface Band {
  readonly low: number;
  readonly high: number;
}

/** What bands are made of: a scale and a smallest effect of interest. */
export type Weighed = Pick<ScaledMetric, 'scale' | 'minimumEffect'>;

/** Beyond it an interval says that there is a difference. */
export function effectBand(metric: Weighed): Band {
  return bandOf(metric, metric.minimumEffect);
}

/** The equivalence margin: inside it an interval says that there is none. Never narrower than the smallest effect, because less is no difference. */
export function sameBand(metric: Weighed): Band {
  return bandOf(metric, sameMargin(metric));
}

function sameMargin({ scale, minimumEffect }: Weighed): number {
  const margin = SAME_EFFECTS * minimumEffect;
  return scale === 'ratio' ? Math.max(minimumEffect, Math.min(SAME_RATIO, margin)) : margin;
}

/** No ratio is below zero, however large an effect somebody calls small. */
export function bandOf({ scale }: Pick<Weighed, 'scale'>, effect: number): Band {
  return scale === 'ratio'
    ? { low: Math.max(0, 1 - effect), high: 1 + effect }
    : { low: -effect, high: effect };
}

/**
 * The smallest change that a row could have found, on the scale of the estimate: one whose interval, of this half-width, would lie beyond the
 * band of what is not worth a word. A ratio stands for the slowdown, above one.
 */
export function detectableBeyond({ scale }: Pick<Weighed, 'scale'>, halfWidth: number, band: Band): number {
  return scale === 'ratio'
    ? detectableRatio(halfWidth, band.high - 1)
    : detectableDifference(halfWidth, band.high);
}

/** Why an interval that excludes "no difference" gives no verdict: what it reaches into. */
export function reachesInto(scale: ScaledMetric['scale'], band: Band): string {
  const effects = scale === 'ratio' ? ` (${Number((100 * (band.high - 1)).toPrecision(2))} %)` : '';
  return `the interval excludes no difference, but not one that is too small to be called${effects}`;
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
