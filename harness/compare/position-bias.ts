// Whether it matters which side of a pair was started first. The order is random, so a bias only widens the interval, but the reader must see it.
import { welchInterval } from '../stats/welch-interval.ts';
import type { PairValue } from './decide-interim.ts';
import { LEAST_SPREAD } from './metric-finding.ts';
import { INTERVAL_LEVEL } from './scale.ts';

/** How much longer the side that was started first took: a ratio with its 99 % interval. */
export interface PositionBias {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** By the slice median. Null where one of the two orders has fewer than two pairs. */
export function positionBiasOf(pairs: readonly PairValue[]): PositionBias | null {
  const of = (first: 'a' | 'b'): number[] =>
    pairs.filter((pair) => pair.first === first).map(({ sliceMedian }) => sliceMedian);
  const [aFirst, bFirst] = [of('a'), of('b')];
  if (aFirst.length < 2 || bFirst.length < 2) return null;
  // Where A came first the bias is taken from ln(B / A), where B came first it is added: half the difference.
  const { estimate, low, high } = welchInterval(aFirst, bFirst, INTERVAL_LEVEL);
  return { ratio: Math.exp(estimate / 2), low: Math.exp(low / 2), high: Math.exp(high / 2) };
}

/** A warning about the order, where one is due: at most one sentence. */
export function orderWarnings(pairs: readonly PairValue[], bias: PositionBias | null): readonly string[] {
  const aFirst = pairs.filter(({ first }) => first === 'a').length;
  if (aFirst === 0 || aFirst === pairs.length)
    return [
      `side ${aFirst === 0 ? 'b' : 'a'} was started first in every pair: an effect of the order cannot be separated from a difference`,
    ];
  if (bias === null || Math.abs(Math.log(bias.ratio)) < LEAST_SPREAD) return [];
  if (bias.low <= 1 && bias.high >= 1) return [];
  const [ratio, low, high] = [bias.ratio, bias.low, bias.high].map((value) => value.toFixed(3));
  return [`the order matters: the side that was started first took ${ratio} times as long [${low}, ${high}]`];
}
