// Does one process keep its level, after the warm-up that was dropped?
import type { SteadyState } from '../contract/numbers.ts';
import { median } from './median.ts';

/** With fewer values a quarter has no level of its own. */
const FEWEST_VALUES = 24;
/** Movements below 5 % are no movements: slices of a quiet process differ by that. */
const MOVED = Math.log(1.05);
/** In standard errors of the difference of two quarters' medians. */
const BEYOND_NOISE = 5;
/** Median absolute deviation to standard deviation, and standard error of a median to that of a mean, for normal values. */
const DEVIATION = 1.4826;
const MEDIAN_TO_MEAN = 1.2533;

/**
 * The class of costs per operation in the order in which they were taken, warm-up dropped. The series is cut into quarters, each
 * with its median on a logarithmic scale. A later quarter that is more than 5 % cheaper than an earlier one is a fall, one that is
 * more than 5 % dearer a rise, both only where they exceed five standard errors by the scatter within quarters.
 *
 *     no fall, no rise   flat        the level was reached (or nothing can be seen through the noise)
 *     a fall             warm-up     still becoming faster: more should have been dropped
 *     a rise             slowdown    becoming slower
 *     both               none        goes up and down: there is no segment that could be called steady
 *
 * The classes are those of Barrett, Bolz-Tereick, Killick, Mount and Tratt, "Virtual machine warmup blows hot and cold", OOPSLA
 * 2017; the quarters are ours: change points within one process find any disturbance by a neighbour, and a benchmark's slices
 * are too few for them. Null for fewer than 24 values. A switch back and forth within a quarter is invisible here; `modality.ts` sees
 * it.
 */
export function steadyState(values: ArrayLike<number>): SteadyState | null {
  if (values.length < FEWEST_VALUES) return null;
  const logs = Array.from(values, (value) => {
    if (!(value > 0 && Number.isFinite(value))) throw new RangeError('a cost is a number above zero');
    return Math.log(value);
  });
  const quarters = [0, 1, 2, 3].map((i) => {
    const [from, to] = [i, i + 1].map((edge) => Math.round((edge * logs.length) / 4));
    return logs.slice(from, to);
  });
  const levels = quarters.map(median);
  const noise = BEYOND_NOISE * errorOfDifference(quarters);
  const moves = new Set(
    levels.flatMap((earlier, i) => levels.slice(i + 1).map((later) => movement(later - earlier, noise))),
  );
  const [falls, rises] = [moves.has(-1), moves.has(1)];
  if (falls && rises) return 'none';
  if (falls) return 'warm-up';
  return rises ? 'slowdown' : 'flat';
}

/**
 * The standard error of the difference of two quarters' medians, from the scatter of all values about their own quarter's: one quarter
 * alone has too few values to know its scatter, and a slope in it would hide itself.
 */
function errorOfDifference(quarters: readonly (readonly number[])[]): number {
  const distances = quarters.flatMap((logs) => {
    const middle = median(logs);
    return logs.map((value) => Math.abs(value - middle));
  });
  const size = distances.length / quarters.length;
  // The median of a few values lies nearer to them than the true middle.
  const deviation = (DEVIATION * median(distances)) / (1 - 1 / size);
  return (Math.SQRT2 * MEDIAN_TO_MEAN * deviation) / Math.sqrt(size);
}

/** -1 for a fall, 1 for a rise, 0 for neither. */
function movement(moved: number, noise: number): number {
  return Math.abs(moved) > MOVED && Math.abs(moved) > noise ? Math.sign(moved) : 0;
}
