// The median of a few values with the least and the largest of them. Pure.
import { median } from '../../harness/stats/median.ts';

export interface Spread {
  readonly middle: number;
  readonly least: number;
  readonly most: number;
}

/** Null without values. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return { middle: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** `0.31 (0.28..0.40)`; a dash where there are no values. Without digits, the middle between two counts has one. */
export function spreadText(spread: Spread | null, digits = 0): string {
  if (spread === null) return '-';
  const text = (value: number): string =>
    value.toFixed(digits === 0 && !Number.isInteger(value) ? 1 : digits);
  return `${text(spread.middle)} (${text(spread.least)}..${text(spread.most)})`;
}
