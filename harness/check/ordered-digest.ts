// The chained digest of ordered events in coordinates in which one more event costs a shift instead of four look-ups.
import { chain } from '../contract/digest.ts';

/*
 * `chain` is affine over single bits: with c = ~digest, one event makes M(c ^ kind) ^ I(id) ^ D(digest) of c, where M, I and D are
 * linear. Of any vector e, the vectors e, Me, M²e … are 32 that span all others, because M has no smaller polynomial. Written as a sum of these, a
 * vector is multiplied by M by moving each coordinate one place on; what falls out at the end is M³²e, which is `FEEDBACK` in coordinates.
 */
const linear = (kind: number, id: number, digest: number): number => ~chain(-1, kind, id, digest) >>> 0;
const M = (c: number): number => linear(c, 0, 0);

/** e, Me, M²e … M³²e, for e = 1. */
const POWERS = Uint32Array.from(powers(33));

function* powers(count: number): Iterable<number> {
  for (let power = 1, done = 0; done < count; power = M(power), done++) yield power;
}

const COORDINATES = inverse(POWERS.subarray(0, 32));

const inCoordinates = (c: number): number => xorOf(COORDINATES, c);
const columnsOf = (bits: number, term: (value: number) => number): Uint32Array =>
  Uint32Array.from({ length: bits }, (_, bit) => inCoordinates(term((1 << bit) >>> 0)));

/** What a coordinate that falls out at the upper end becomes. */
export const FEEDBACK = inCoordinates(POWERS[32] as number) | 0;
/** The state of a key without events. */
export const START = inCoordinates(0xffffffff);
/** What each bit of an event adds to the state. */
export const OF_KIND = columnsOf(16, (kind) => linear(kind, 0, 0));
export const OF_ID = columnsOf(32, (id) => linear(0, id, 0));
export const OF_DIGEST = columnsOf(32, (digest) => linear(0, 0, digest));

/** The sums of all choices of these columns: bit 0 of the index is the first one. */
export function sumsOf(columns: Uint32Array): Uint32Array {
  const sums = new Uint32Array(2 ** columns.length);
  for (let index = 1; index < sums.length; index++) {
    const rest = index & (index - 1);
    sums[index] = (sums[rest] as number) ^ (columns[Math.log2(index ^ rest)] as number);
  }
  return sums;
}
const bytesOf = (columns: Uint32Array): Uint32Array[] =>
  Array.from({ length: columns.length / 8 }, (_, byte) => sumsOf(columns.subarray(8 * byte, 8 * byte + 8)));
const [K0, K1] = bytesOf(OF_KIND) as [Uint32Array, Uint32Array];
type Four = [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
const [I0, I1, I2, I3] = bytesOf(OF_ID) as Four;
const [D0, D1, D2, D3] = bytesOf(OF_DIGEST) as Four;

/** The state of a key after one more event. `kind` has 16 bits. */
export function advance(state: number, kind: number, id: number, digest: number): number {
  return (
    ((state << 1) ^
      ((state >> 31) & FEEDBACK) ^
      (K0[kind & 0xff] as number) ^
      (K1[kind >>> 8] as number) ^
      (I0[id & 0xff] as number) ^
      (I1[(id >>> 8) & 0xff] as number) ^
      (I2[(id >>> 16) & 0xff] as number) ^
      (I3[id >>> 24] as number) ^
      (D0[digest & 0xff] as number) ^
      (D1[(digest >>> 8) & 0xff] as number) ^
      (D2[(digest >>> 16) & 0xff] as number) ^
      (D3[digest >>> 24] as number)) >>>
    0
  );
}

/** The digest, as `chain` has it. */
export function digestOf(state: number): number {
  return ~xorOf(POWERS.subarray(0, 32), state) >>> 0;
}

/** The sum of those columns whose bit is set. */
function xorOf(columns: Uint32Array, bits: number): number {
  let sum = 0;
  for (let bit = 0; bit < columns.length; bit++)
    if (((bits >>> bit) & 1) === 1) sum ^= columns[bit] as number;
  return sum >>> 0;
}

/** Columns of the inverse of a matrix, by Gauss and Jordan: `left` becomes the unit matrix. */
function inverse(columns: Uint32Array): Uint32Array {
  const left = Uint32Array.from(columns);
  const right = Uint32Array.from({ length: 32 }, (_, bit) => (1 << bit) >>> 0);
  for (let bit = 0; bit < 32; bit++) {
    const has = (column: number): boolean => (((left[column] as number) >>> bit) & 1) === 1;
    const pivot = left.findIndex((_, column) => column >= bit && has(column));
    for (const side of [left, right]) [side[bit], side[pivot]] = [side[pivot] as number, side[bit] as number];
    for (let column = 0; column < 32; column++) {
      if (column === bit || !has(column)) continue;
      left[column] = ((left[column] as number) ^ (left[bit] as number)) >>> 0;
      right[column] = ((right[column] as number) ^ (right[bit] as number)) >>> 0;
    }
  }
  return right;
}
