// Does one process keep its level, after the warm-up that was dropped?
import type { SteadyState } from '../contract/result.ts';
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
 * more than 5 % dearer a rise, both only where they exceed five standard errors by the quarters' own scatter.
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
    if (!(value > 0)) throw new RangeError('a cost is above zero');
    return Math.log(value);
  });
  const quarters = [0, 1, 2, 3].map((i) => {
    const [from, to] = [i, i + 1].map((edge) => Math.round((edge * logs.length) / 4));
    return levelOf(logs.slice(from, to));
  });
  const moves = new Set(
    quarters.flatMap((earlier, i) => quarters.slice(i + 1).map((later) => movement(earlier, later))),
  );
  const [falls, rises] = [moves.has(-1), moves.has(1)];
  if (falls && rises) return 'none';
  if (falls) return 'warm-up';
  return rises ? 'slowdown' : 'flat';
}

interface Level {
  readonly middle: number;
  readonly error: number;
}

function levelOf(logs: readonly number[]): Level {
  const middle = median(logs);
  const deviation = DEVIATION * median(logs.map((value) => Math.abs(value - middle)));
  return { middle, error: (MEDIAN_TO_MEAN * deviation) / Math.sqrt(logs.length) };
}

/** -1 for a fall, 1 for a rise, 0 for neither. */
function movement(earlier: Level, later: Level): number {
  const moved = later.middle - earlier.middle;
  const noise = BEYOND_NOISE * Math.hypot(earlier.error, later.error);
  return Math.abs(moved) > MOVED && Math.abs(moved) > noise ? Math.sign(moved) : 0;
}
