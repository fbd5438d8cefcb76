// How far a row is from a verdict: at which look its interval can be expected to be narrow enough.
import { LOOKS } from '../stats/group-sequential.ts';
import type { Interval } from '../stats/interval.ts';
import { studentQuantile } from '../stats/student-t.ts';
import { effectBand, sameBand } from './scale.ts';
import type { ScaledMetric } from './scale.ts';

/** Closer than this to the border of a verdict, on the scale of the estimate, no number of pairs is promised. */
const CLOSEST = 1e-3;

/**
 * The number of pairs at which the interval would decide, if estimate and spread stay as they are: one of the looks. Null: none of them would.
 * `pairs` is the number so far, `level` the confidence of the interval.
 */
export function pairsToDecide(
  metric: ScaledMetric,
  interval: Interval & { readonly level: number },
  pairs: number,
): number | null {
  const wanted = widthThatDecides(metric, interval.estimate);
  if (wanted === null) return null;
  return LOOKS.find((look) => look > pairs && expectedHalfWidth(interval, pairs, look) <= wanted) ?? null;
}

/** Of the interval after `later` pairs. Borrowed degrees of freedom grow with the own ones, as the group has as many pairs. */
export function expectedHalfWidth(
  { standardError, degreesOfFreedom, level }: Interval & { readonly level: number },
  pairs: number,
  later: number,
): number {
  const grown = degreesOfFreedom * ((later - 1) / Math.max(1, pairs - 1));
  return studentQuantile((1 + level) / 2, grown) * standardError * Math.sqrt(pairs / later);
}

/** Half the width that the interval must not exceed; null where the estimate lies at the border of a verdict. */
function widthThatDecides(metric: ScaledMetric, estimate: number): number | null {
  const scaled = (bound: number): number => (metric.scale === 'ratio' ? Math.log(bound) : bound);
  const [effect, same] = [effectBand(metric), sameBand(metric)];
  const beyond = Math.max(estimate - scaled(effect.high), scaled(effect.low) - estimate);
  const within = Math.min(scaled(same.high) - estimate, estimate - scaled(same.low));
  const wanted = Math.max(beyond, within);
  const closest = metric.scale === 'ratio' ? CLOSEST : CLOSEST * metric.minimumEffect;
  return wanted > closest ? wanted : null;
}
