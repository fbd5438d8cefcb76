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
  return values.length > MOST_EXACT ? sampledP(flips, seededXoshiro(seed)) : exactP(flips);
}

/** The smallest p that `count` values can reach: flipping what trimming leaves out anyway changes nothing. */
export function smallestFlipP(count: number, kind: FlippedMean): number {
  const idle = kind === 'trim25' ? trimmedCount(count) : 0;
  const exact = Math.min(1, 2 ** (idle + 1 - count));
  return count > MOST_EXACT ? exact + 1 / (SAMPLED_FLIPS + 1) : exact;
}

function exactP(flips: Flips): number {
  const all = 2 ** flips.negative.length;
  let extreme = 0;
  for (let mask = 0; mask < all; mask++) {
    for (let index = 0; index < flips.negative.length; index++) flips.negative[index] = (mask >>> index) & 1;
    if (flips.isExtreme()) extreme++;
  }
  return extreme / all;
}

/** With the observed signs counted among the flips, as a p-value from a sample must. */
function sampledP(flips: Flips, random32: Random32): number {
  let extreme = 1;
  for (let flip = 0; flip < SAMPLED_FLIPS; flip++) {
    let word = 0;
    for (let index = 0; index < flips.negative.length; index++) {
      word = index % 32 === 0 ? random32() : word >>> 1;
      flips.negative[index] = word & 1;
    }
    if (flips.isExtreme()) extreme++;
  }
  return extreme / (SAMPLED_FLIPS + 1);
}

/** The magnitudes, sorted once: the sorted order of any flip is then one pass over them. */
class Flips {
  /** 1 where the value with this rank by magnitude is to be negative. */
  readonly negative: Uint8Array;
  readonly #magnitudes: Float64Array;
  readonly #flipped: Float64Array;
  readonly #out: number;
  readonly #observed: number;

  constructor(values: readonly number[], kind: FlippedMean) {
    const sorted = values.toSorted((x, y) => Math.abs(x) - Math.abs(y));
    this.negative = Uint8Array.from(sorted, (value) => (value < 0 ? 1 : 0));
    this.#magnitudes = Float64Array.from(sorted, Math.abs);
    this.#flipped = new Float64Array(values.length);
    this.#out = kind === 'trim25' ? trimmedCount(values.length) : 0;
    // Equal sums may differ in their last bits, because they were added in another order.
    this.#observed = Math.abs(this.#sum()) * (1 - 1e-10);
  }

  /** Is the mean with the signs that now stand in `negative` as far from zero as the observed one? */
  isExtreme(): boolean {
    return Math.abs(this.#sum()) >= this.#observed;
  }

  /** What is left after trimming. All flips leave equally many, so sums compare as means do. */
  #sum(): number {
    const flipped = this.#flipped;
    let below = 0;
    let above = flipped.length;
    for (let index = flipped.length - 1; index >= 0; index--) {
      const magnitude = this.#magnitudes[index] ?? 0;
      if (this.negative[index] === 1) flipped[below++] = -magnitude;
      else flipped[--above] = magnitude;
    }
    let sum = 0;
    for (let index = this.#out; index < flipped.length - this.#out; index++) sum += flipped[index] ?? 0;
    return sum;
  }
}
