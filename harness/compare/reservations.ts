// Why a row gets no verdict although its interval would allow one: a bimodal distribution, or a tail with too few samples.
import type { Cell } from '../contract/result.ts';
import type { Interval } from '../stats/interval.ts';
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

/** Null where nothing prevents a verdict. */
export function reservationOf(
  metric: ScaledMetric,
  [base, cell]: readonly [Cell, Cell],
  interval: Interval,
): string | null {
  return bimodal(metric, [base, cell]) ?? (isTail(metric) ? weakTail(metric, [base, cell], interval) : null);
}

/** The median of a bimodal cell describes no real process, so it is not compared. Modes that page faults separate are compared like with like instead. */
function bimodal({ primary }: ScaledMetric, cells: readonly Cell[]): string | null {
  if (!primary) return null;
  const two = cells.find(
    ({ modes = [] }) => modes.some(({ pageFaults }) => pageFaults === undefined) && modes.length > 1,
  );
  const shares = two?.modes?.map(({ share }) => `${Math.round(100 * share)} %`).join(' and ');
  return two === undefined
    ? null
    : `bimodal: the processes of ${two.subject} gather around two values (${shares})`;
}

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
