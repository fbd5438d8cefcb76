// Makes a long series short enough to be drawn: medians of neighbours, in order.
import type { Series } from '../contract/numbers.ts';
import { median } from './median.ts';

/**
 * At most `limit` points (two or more). Each is the median of so many neighbours as all others, so that the axis stays even; only the last of the
 * warm-up and the last of all may stand for fewer. No point mixes warm-up with what follows. Medians, as the eye shall see the typical
 * course: single extremes are the business of the curve.
 */
export function thinSeries(of: string, values: ArrayLike<number>, warmup: number, limit: number): Series {
  if (limit < 2) throw new RangeError('a series needs two points: one for the warm-up, one for the rest');
  const before = Math.min(warmup, values.length);
  const after = values.length - before;
  let width = Math.max(1, Math.ceil(values.length / limit));
  // The two parts are rounded up apart, which may make one point too many.
  while (Math.ceil(before / width) + Math.ceil(after / width) > limit) width++;
  const list = Array.from(values);
  const early = medians(list.slice(0, before), width);
  return { of, points: [...early, ...medians(list.slice(before), width)], warmup: early.length };
}

function medians(values: readonly number[], width: number): number[] {
  const points: number[] = [];
  for (let from = 0; from < values.length; from += width)
    points.push(median(values.slice(from, from + width)));
  return points;
}
