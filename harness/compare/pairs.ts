// The source of the pairs of a comparison: the values of both cells by repetition, or the contrasts of slices that ran side by side.
import type { Cell } from '../contract/result.ts';
import { repetitionsOf } from './cell-repetitions.ts';
import { toScale } from './scale.ts';
import type { ScaledMetric } from './scale.ts';

/** One difference per repetition, second minus first, on the scale of intervals; null where a repetition has none. */
export type PairDifferences = readonly (number | null)[];

/** What is known of two cells beyond their values; null: nothing for this metric. */
export type Contrast = (metric: ScaledMetric, first: Cell, second: Cell) => PairDifferences | null;

export const NO_CONTRAST: Contrast = () => null;

export function pairsOf(
  metric: ScaledMetric,
  first: Cell,
  second: Cell,
  contrast: Contrast,
): PairDifferences {
  return contrast(metric, first, second) ?? repetitionPairs(metric, first, second);
}

function repetitionPairs(metric: ScaledMetric, first: Cell, second: Cell): PairDifferences {
  const others = repetitionsOf(second, metric.id);
  return repetitionsOf(first, metric.id).map((value, repetition) => {
    const a = toScale(metric, value);
    const b = toScale(metric, others[repetition]);
    return a === null || b === null ? null : b - a;
  });
}

/** The pairs that are not null. */
export function present(pairs: PairDifferences): number[] {
  return pairs.filter((pair) => pair !== null);
}
