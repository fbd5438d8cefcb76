// The two scales of comparison: ratios through their logarithm, differences in the unit of the metric.
import type { MetricView } from '../contract/result.ts';
import type { Static } from 'typebox';
import type { Interval } from '../stats/interval.ts';

export type Metric = Static<typeof MetricView>;

/**
 * The confidence of every interval and verdict. 99 % and not 95: a default run draws some twenty verdicts, and at 95 % one
 * of them would be false in each run even where nothing differs.
 */
export const INTERVAL_LEVEL = 0.99;

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

export function effectBand(metric: Metric): Band {
  return metric.scale === 'ratio'
    ? { low: 1 - metric.minimumEffect, high: 1 + metric.minimumEffect }
    : { low: -metric.minimumEffect, high: metric.minimumEffect };
}

export function sameBand(metric: Metric): Band {
  const width = SAME_EFFECTS * metric.minimumEffect;
  return metric.scale === 'ratio'
    ? { low: 1 - SAME_RATIO, high: 1 + SAME_RATIO }
    : { low: -width, high: width };
}

/** What intervals are computed of: null where a value has no logarithm. */
export function toScale(metric: Metric, value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  if (metric.scale === 'difference') return value;
  return value > 0 ? Math.log(value) : null;
}

export interface Estimate {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export function fromScale(metric: Metric, { estimate, low, high }: Interval): Estimate {
  if (metric.scale === 'difference') return { estimate, low, high };
  return { estimate: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
}

/** Differences of what both sides have in the same unit, on the scale of intervals. Second minus first. */
export function pairedDifferences(
  metric: Metric,
  first: readonly (number | null)[],
  second: readonly (number | null)[],
): number[] {
  return first.flatMap((value, unit) => {
    const a = toScale(metric, value);
    const b = toScale(metric, second[unit]);
    return a === null || b === null ? [] : [b - a];
  });
}
