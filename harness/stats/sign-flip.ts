// The sign-flip randomisation test: how often would a mean lie this far from zero if each pair's two sides changed places by chance?
import { trimmedCount } from './trimmed-mean.ts';
import type { Random32 } from './xoshiro.ts';
import { seededXoshiro } from './xoshiro.ts';

/** Up to here all 2^n flips are tried; beyond, a sample of them. */
const MOST_EXACT = 12;
const SAMPLED_FLIPS = 10_000;
const SEED = 0x51f1;

export type FlippedMean = 'trim25' | 'mean';

/**
 * Two-sided p-value that the centre is zero; needs nothing but that the two sides are exchangeable. Exact for up to 12 values.
 * No value differs from chance: of none, and of all zeros, p is 1.
 */
export function signFlipP(values: readonly number[], kind: FlippedMean, seed = SEED): number {
  if (!values.every(Number.isFinite)) throw new RangeError('a sign-flip test of values that are not finite');
  const flips = new Flips(values, kind);
  const count = values.length;
  if (count > MOST_EXACT) return sampledP(flips, count, seededXoshiro(seed));
  let extreme = 0;
  for (let mask = 0; mask < 2 ** count; mask++)
    if (flips.isExtreme((index) => (mask >>> index) % 2 === 1)) extreme++;
  return extreme / 2 ** count;
}

/** The smallest p that `count` values can reach: flipping what trimming leaves out anyway changes nothing. */
export function smallestFlipP(count: number, kind: FlippedMean): number {
  const idle = kind === 'trim25' ? trimmedCount(count) : 0;
  const exact = Math.min(1, 2 ** (idle + 1 - count));
  return count > MOST_EXACT ? exact + 1 / (SAMPLED_FLIPS + 1) : exact;
}

/** With the observed signs counted among the flips, as a p-value from a sample must. */
function sampledP(flips: Flips, count: number, random32: Random32): number {
  const negative = Array.from({ length: count }, () => false);
  let extreme = 1;
  for (let flip = 0; flip < SAMPLED_FLIPS; flip++) {
    for (let index = 0; index < count; index++) negative[index] = random32() >= 2 ** 31;
    if (flips.isExtreme((index) => negative[index] === true)) extreme++;
  }
  return extreme / (SAMPLED_FLIPS + 1);
}

/** The magnitudes, sorted once: the sorted order of any flip is then two passes over them. */
class Flips {
  readonly #magnitudes: readonly number[];
  readonly #flipped: Float64Array;
  readonly #out: number;
  readonly #observed: number;

  constructor(values: readonly number[], kind: FlippedMean) {
    const sorted = values.toSorted((x, y) => Math.abs(x) - Math.abs(y));
    this.#magnitudes = sorted.map(Math.abs);
    this.#flipped = new Float64Array(values.length);
    this.#out = kind === 'trim25' ? trimmedCount(values.length) : 0;
    // Equal sums may differ in their last bits, because they were added in another order.
    this.#observed = Math.abs(this.#sumWith((index) => (sorted[index] ?? 0) < 0)) * (1 - 1e-10);
  }

  isExtreme(negative: (index: number) => boolean): boolean {
    return Math.abs(this.#sumWith(negative)) >= this.#observed;
  }

  /** What is left after trimming. All flips leave equally many, so sums compare as means do. */
  #sumWith(negative: (index: number) => boolean): number {
    const flipped = this.#flipped;
    let below = 0;
    let above = flipped.length;
    for (let index = flipped.length - 1; index >= 0; index--) {
      const magnitude = this.#magnitudes[index] ?? 0;
      if (negative(index)) flipped[below++] = -magnitude;
      else flipped[--above] = magnitude;
    }
    let sum = 0;
    for (let index = this.#out; index < flipped.length - this.#out; index++) sum += flipped[index] ?? 0;
    return sum;
  }
}
