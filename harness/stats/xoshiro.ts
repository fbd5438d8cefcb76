// xoshiro128** of Blackman and Vigna: the chance that simulations and randomisation tests draw from, the same everywhere.
import { splitMix32 } from '../contract/payload.ts';

export type State = readonly [number, number, number, number];

/** Whole numbers from 0 to 2^32 - 1, one a call. */
export type Random32 = () => number;

/** The state is drawn from the seed, because neighbouring seeds must not give similar streams. */
export function seededXoshiro(seed: number): Random32 {
  const draw = splitMix32(seed);
  return xoshiro([draw(), draw(), draw(), draw()]);
}

/** The generator itself. Its state must not be all zeros: it would stay there. */
export function xoshiro([first, second, third, fourth]: State): Random32 {
  let a = first | 0;
  let b = second | 0;
  let c = third | 0;
  let d = fourth | 0;
  if ((a | b | c | d) === 0) throw new RangeError('a state of zeros never leaves zero');
  return () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result;
  };
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
