// For tests: pairs of slices as processes would leave them, from a seed: warm-up, drift that both sides share, noise with a tail.
import type { Pair, Pairs } from '../contract/pairs.ts';
import { PAIRS_SCHEMA } from '../contract/pairs.ts';
import { normals } from '../stats/simulate-levels.ts';
import { seededXoshiro } from '../stats/xoshiro.ts';

export interface SampleShape {
  readonly count: number;
  /** How much longer every slice of B takes: 0.05 is 5 %. */
  readonly slowdown?: number;
  /** How much longer a random twentieth of the slices of B takes. */
  readonly bursts?: number;
  readonly slices?: number;
  readonly seed?: number;
}

export function samplePairs({ count, slowdown = 0, bursts = 0, slices = 80, seed = 1 }: SampleShape): Pairs {
  const random32 = seededXoshiro(seed);
  const normal = normals(random32);
  const share = (): number => random32() / 2 ** 32;
  const pairOf = (index: number): Pair => {
    const sides = { a: 0.004 * normal(), b: 0.004 * normal() + Math.log1p(slowdown) };
    const side = (own: number, burst: number) => {
      const base = Array.from({ length: slices }, (_, slice) => {
        const warm = 1 + 10 * Math.exp(-slice / 3);
        const drift = 1 + 0.4 * Math.sin((index * slices + slice) / 150);
        return 1e6 * warm * drift * Math.exp(own + 0.01 * normal()) * (share() < 0.05 ? 1 + burst : 1);
      });
      const slicesNs = base.map((value) => Math.round(value * (share() < 0.03 ? 1 + 3 * share() : 1)));
      return { slicesNs, cpuNs: base.map((value) => Math.round(0.9 * value)) };
    };
    return { first: share() < 0.5 ? 'a' : 'b', a: side(sides.a, 0), b: side(sides.b, bursts) };
  };
  return {
    schema: PAIRS_SCHEMA,
    cell: 'sample',
    pairs: Array.from({ length: count }, (_, index) => pairOf(index)),
  };
}
