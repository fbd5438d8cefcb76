// One metric at one interim analysis: its interval at the level of the analyses, and whether that lies beyond the smallest effect or inside the equivalence margin.
import type { Interval } from '../stats/interval.ts';
import { pairedInterval } from '../stats/paired-interval.ts';
import { lookLevel } from '../stats/sequential-levels.ts';
import { studentQuantile } from '../stats/student-t.ts';
import { yuenInterval } from '../stats/yuen-interval.ts';
import { INTERIM_ANALYSES, objectionTo, TOTAL_ERROR } from './interim-analyses.ts';
import { effectBand, sameBand, USUAL_EFFECT } from './scale.ts';
import type { Band } from './scale.ts';

/** The smallest effect of interest of each metric. Where nobody says another, effects up to 1 % are not worth a word: position and layout alone come to 0.8 %. */
export interface PairEffects {
  readonly sliceMedian: number;
  readonly cpuMean: number;
}
export const USUAL_EFFECTS: PairEffects = { sliceMedian: USUAL_EFFECT, cpuMean: USUAL_EFFECT };

/** What intervals, which are of logarithms, are held against: beyond `effect` something differs, inside `same` nothing does. */
export interface PairBands {
  readonly effect: Band;
  readonly same: Band;
}

export function pairBands(minimumEffect: number): PairBands {
  const metric = { scale: 'ratio', minimumEffect } as const;
  return { effect: logarithms(effectBand(metric)), same: logarithms(sameBand(metric)) };
}

const logarithms = ({ low, high }: Band): Band => ({ low: Math.log(low), high: Math.log(high) });

/**
 * No two processes agree better than this (0.3 % is the best that was seen). Pairs that do are copies, or their clock is coarse:
 * they get the error of pairs that spread this much, so that there is never an interval without width.
 */
export const LEAST_SPREAD = 0.0005;

export interface PairMetric {
  readonly title: string;
  /** The typical slice may have wild pairs and is trimmed; the mean must count every one of them. */
  readonly test: 'trim25' | 't';
}
export const SLICE_MEDIAN: PairMetric = { title: 'slice median', test: 'trim25' };
export const CPU_MEAN: PairMetric = { title: 'CPU mean', test: 't' };

export interface MetricFinding {
  readonly metric: PairMetric;
  readonly interval: Interval;
  readonly bands: PairBands;
  /** On which side of the smallest effect the whole interval lies. */
  readonly lean: 'slower' | 'faster' | null;
  /** Why what it leans to may not be called yet. */
  readonly objection: string | null;
  readonly same: boolean;
  /** True where the pairs agree better than processes do. */
  readonly tooEqual: boolean;
}

/** `values`: logarithms of B over A, one per pair; their number is one of the schedule. */
export function findingOf(
  metric: PairMetric,
  values: readonly number[],
  minimumEffect: number,
): MetricFinding {
  const bands = pairBands(minimumEffect);
  const level = levelOf(metric);
  const make = metric.test === 't' ? pairedInterval : yuenInterval;
  const measured = make(values, 1 - level);
  const least = LEAST_SPREAD / Math.sqrt(values.length);
  const tooEqual = measured.standardError < least;
  const interval = tooEqual ? withError(measured, least, level) : measured;
  const { low, high, estimate } = interval;
  const lean = low > bands.effect.high ? 'slower' : high < bands.effect.low ? 'faster' : null;
  return {
    metric,
    interval,
    bands,
    lean,
    objection: lean && objectionTo(values, estimate),
    same: low > bands.same.low && high < bands.same.high,
    tooEqual,
  };
}

/** Of each look, for the whole schedule: ending early then errs less than promised, never more. */
export function levelOf({ test }: PairMetric): number {
  return lookLevel({ test, total: TOTAL_ERROR, looks: INTERIM_ANALYSES });
}

function withError(interval: Interval, standardError: number, level: number): Interval {
  const { estimate, degreesOfFreedom } = interval;
  const halfWidth = studentQuantile(1 - level / 2, degreesOfFreedom) * standardError;
  return { ...interval, standardError, halfWidth, low: estimate - halfWidth, high: estimate + halfWidth };
}
