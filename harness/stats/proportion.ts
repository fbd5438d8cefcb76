// An exact interval for a counted share: `hits` in `trials` independent trials.
import { incompleteBeta } from './incomplete-beta.ts';

export interface Proportion {
  readonly hits: number;
  readonly trials: number;
  /** hits / trials; null without trials. */
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

/** Clopper and Pearson 1934: never covers less than `level`. Without trials the interval is everything. */
export function proportion(hits: number, trials: number, level: number): Proportion {
  if (!(hits >= 0 && hits <= trials)) throw new RangeError(`${hits} hits in ${trials} trials`);
  const tail = (1 - level) / 2;
  return {
    hits,
    trials,
    share: trials === 0 ? null : hits / trials,
    low: hits === 0 ? 0 : betaQuantile(tail, hits, trials - hits + 1),
    high: hits === trials ? 1 : betaQuantile(1 - tail, hits + 1, trials - hits),
  };
}

/** By bisection: the distribution function rises, and sixty halvings are more than the precision of a double. */
function betaQuantile(p: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
