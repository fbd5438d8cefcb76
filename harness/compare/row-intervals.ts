// The intervals of all rows of a run: one chance of a false alarm shared between them, variances moderated within rows of one kind.
import { groupedBy } from '../contract/grouped.ts';
import { intervalAround } from '../stats/interval.ts';
import type { Interval } from '../stats/interval.ts';
import { lookError } from '../stats/group-sequential.ts';
import { mean, variance } from '../stats/mean.ts';
import { MINIMUM_GROUP, moderateVariances } from '../stats/moderated-variance.ts';
import { studentQuantile } from '../stats/student-t.ts';
import { FAMILY_ERROR, MINIMUM_PAIRS } from './scale.ts';

export interface IntervalRow {
  /** Rows of one block and metric: their pairs scatter alike, as far as they do. */
  readonly group: string;
  readonly primary: boolean;
  readonly scale: 'ratio' | 'difference';
  readonly pairs: readonly number[];
}

export interface RowInterval extends Interval {
  /** The confidence of this interval. */
  readonly level: number;
}

/** Of a row without an interval, the confidence that one would have had. */
export interface DrawnRow {
  readonly level: number;
  readonly interval: RowInterval | null;
}

/** Of the family's chance of a false alarm, the part of the rows that are not primary. */
const OTHERS_SHARE = 0.2;

/** Two processes never agree better than this, as a standard deviation of the logarithm: a coarse clock does. */
export const LEAST_SPREAD = 5e-4;

/**
 * In the order of the rows; no interval where there are fewer than three pairs. `sequential`: the number of pairs was not fixed before, so that each
 * interval must hold at every look that there might have been.
 */
export function rowIntervals(rows: readonly IntervalRow[], sequential: boolean): DrawnRow[] {
  const usable = rows.filter(({ pairs }) => pairs.length >= MINIMUM_PAIRS);
  const errorOf = rowErrors(usable, sequential);
  const groups = lendingGroups(usable);
  const intervals = new Map<IntervalRow, RowInterval>();
  for (const group of groups) {
    const moderated = moderateVariances(
      group.map(({ pairs }) => ({ variance: variance(pairs), degreesOfFreedom: pairs.length - 1 })),
      group[0]?.scale === 'ratio' ? LEAST_SPREAD ** 2 : 0,
    );
    for (const [i, row] of group.entries()) {
      const own = moderated[i];
      if (own !== undefined) intervals.set(row, intervalOf(row, own, errorOf(row)));
    }
  }
  return rows.map((row) => ({ level: 1 - errorOf(row), interval: intervals.get(row) ?? null }));
}

/**
 * Rows of one block and metric, where they are enough to show how far their variances scatter. What is left of ratios is one group: what its rows
 * can lend each other is little, as they scatter more, and that is what the moderation finds.
 */
export function lendingGroups<Row extends Pick<IntervalRow, 'group' | 'scale'>>(
  rows: readonly Row[],
): readonly (readonly Row[])[] {
  const groups = [...groupedBy(rows, ({ group }) => group).values()];
  const [enough, few] = [
    groups.filter(({ length }) => length >= MINIMUM_GROUP),
    groups.filter(({ length }) => length < MINIMUM_GROUP),
  ];
  const rest = few.flat();
  return [
    ...enough,
    rest.filter(({ scale }) => scale === 'ratio'),
    ...rest.filter(({ scale }) => scale === 'difference').map((row) => [row]),
  ];
}

function intervalOf(
  { pairs }: IntervalRow,
  own: { readonly variance: number; readonly degreesOfFreedom: number },
  error: number,
): RowInterval {
  const estimate = mean(pairs);
  const standardError = Math.sqrt(own.variance / pairs.length);
  const { degreesOfFreedom } = own;
  const halfWidth = studentQuantile(1 - error / 2, degreesOfFreedom) * standardError;
  return { ...intervalAround(estimate, halfWidth, { standardError, degreesOfFreedom }), level: 1 - error };
}

/** Bonferroni's shares. Holm's procedure would call a little more, but its intervals are not the ones that are drawn. */
function rowErrors(
  rows: readonly Pick<IntervalRow, 'primary'>[],
  sequential: boolean,
): (row: Pick<IntervalRow, 'primary'>) => number {
  const primary = rows.filter((row) => row.primary).length;
  const others = rows.length - primary;
  return (row) => {
    const [sharers, rest] = row.primary ? [primary, others] : [others, primary];
    const chance = rest === 0 ? 1 : row.primary ? 1 - OTHERS_SHARE : OTHERS_SHARE;
    const error = (FAMILY_ERROR * chance) / Math.max(1, sharers);
    return sequential ? lookError(error) : error;
  };
}
