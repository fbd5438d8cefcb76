// Why a row gets no verdict although its interval would allow one: pairs around two values, or a tail with too few samples.
import type { Cell } from '../contract/result.ts';
import type { Interval } from '../stats/interval.ts';
import { modesOf } from '../stats/modality.ts';
import { effectBand } from './scale.ts';
import type { ScaledMetric } from './scale.ts';

/** Below this a 99th percentile is one of the last ten samples. */
const TAIL_SAMPLES = 1000;
/** A tail whose interval is wider than this is shown and gets no verdict. */
const TAIL_BOUND = 1.1;

/** Slices and whole rounds are different work and cannot be compared. Null where both sides were measured in the same way. */
export function mismatchOf(base: Cell, cell: Cell): string | null {
  if (base.sampling === undefined || cell.sampling === undefined || base.sampling === cell.sampling)
    return null;
  const of = ({ subject, side, sampling }: Cell): string =>
    `${side === 'head' ? '' : `the ${side} of `}${subject} was measured ${sampling}`;
  return `${of(base)} and ${of(cell)}: a runner without slices cannot be compared with one that has them`;
}

/** Null where nothing prevents a verdict. `pairs`: those that the interval was computed of. */
export function reservationOf(
  metric: ScaledMetric,
  cells: readonly [Cell, Cell],
  interval: Interval,
  pairs: readonly number[],
): string | null {
  return bimodal(metric, pairs) ?? (isTail(metric) ? weakTail(metric, cells, interval) : null);
}

/**
 * The middle of pairs that gather around two values describes no real pair: it is called only where both values say the same. Asked of the
 * pairs, not of the processes: what a slow phase of the machine does to all processes of a block makes each of them bimodal and no pair.
 */
function bimodal(metric: ScaledMetric, pairs: readonly number[]): string | null {
  if (!metric.primary) return null;
  const modes = modesOf(pairs.map(valueOn(metric)), metric.scale);
  if (modes.length < 2) return null;
  const effect = effectBand(metric);
  const values = modes.map(({ value }) => value);
  if (values.every((value) => value > effect.high) || values.every((value) => value < effect.low))
    return null;
  const told = modes.map(
    ({ value, share }) => `${toldValue(metric, value)} in ${Math.round(100 * share)} % of the pairs`,
  );
  return `bimodal: ${told.join(', ')}`;
}

const valueOn =
  ({ scale }: ScaledMetric) =>
  (pair: number): number =>
    scale === 'ratio' ? Math.exp(pair) : pair;

const toldValue = ({ scale }: ScaledMetric, value: number): string =>
  scale === 'ratio' ? `${value.toPrecision(3)}×` : value.toPrecision(3);

const isTail = ({ id }: ScaledMetric): boolean => id === 'p99';

function weakTail({ scale }: ScaledMetric, cells: readonly Cell[], { halfWidth }: Interval): string | null {
  const few = cells
    .map(({ curve, invocations }) => (curve?.samples ?? 0) / Math.max(1, invocations.proved))
    .find((samples) => samples < TAIL_SAMPLES);
  if (few !== undefined)
    return `a 99th percentile of ${Math.round(few)} samples an invocation; ${TAIL_SAMPLES} are needed`;
  return scale === 'ratio' && Math.exp(halfWidth) > TAIL_BOUND
    ? 'the interval of this tail is wider than 10 %'
    : null;
}
