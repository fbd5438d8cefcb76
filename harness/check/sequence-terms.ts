// What kind, id and digest of sixteen events add to the digests of their keys, as instructions for the sequence kernel.
import type { Code } from '../contract/wasm-text.ts';
import {
  AND_VECTOR,
  EVEN_BYTES,
  INTERLEAVE_HIGH,
  INTERLEAVE_LOW,
  IS_ANY,
  IS_ZERO,
  LOOK_UP,
  ODD_BYTES,
  OR_VECTOR,
  SHIFT_RIGHT_16,
  SPLAT_8,
  XOR_VECTOR,
  block,
  branchIf,
  constant,
  get,
  loadVector,
  set,
  storeVector,
} from '../contract/wasm-text.ts';
import { OF_DIGEST, OF_ID, OF_KIND, sumsOf } from './ordered-digest.ts';

const COLUMNS = { id: OF_ID, digest: OF_DIGEST, kind: OF_KIND } as const;
type Column = keyof typeof COLUMNS;
const HALF_BYTES = 8;
const tableAt = (column: Column, half: number, byte: number): number =>
  16 * (4 * (HALF_BYTES * Object.keys(COLUMNS).indexOf(column) + half) + byte);
export const TABLE_BYTES = 16 * 4 * HALF_BYTES * Object.keys(COLUMNS).length;

/** For each half byte of a column, and each byte of what it adds, sixteen bytes. */
export function termTables(): Uint8Array {
  const tables = new Uint8Array(TABLE_BYTES);
  for (const [column, ofBits] of Object.entries(COLUMNS) as [Column, Uint32Array][])
    for (let half = 0; 4 * half < ofBits.length; half++)
      for (const [value, term] of sumsOf(ofBits.subarray(4 * half, 4 * half + 4)).entries())
        for (let byte = 0; byte < 4; byte++)
          tables[tableAt(column, half, byte) + value] = term >>> (8 * byte);
  return tables;
}

/** The vectors that are used, in this order. */
export const TERM_VECTORS = 14;
type Four = readonly [number, number, number, number];

interface Vectors {
  /** Sixteen words, then the first bytes of all, the second ones, and so on. */
  readonly planes: Four;
  readonly turned: Four;
  /** What is added, likewise. */
  readonly sum: Four;
  readonly half: number;
  readonly fifteen: number;
}

const four = (first: number): Four => [first, first + 1, first + 2, first + 3];
const vectorsFrom = (first: number): Vectors => ({
  planes: four(first),
  turned: four(first + 4),
  sum: four(first + 8),
  half: first + 12,
  fifteen: first + 13,
});

/** Both into one vector, and that into `to`. */
const pair = (how: Code, first: number, second: number, to: number): Code =>
  [get(first), get(second), how, set(to)].flat();
/**
 * The six bits of a position among the 64 bytes of four vectors, rotated to the left by one. Four times that makes planes of words,
 * and twice more words again.
 */
const rotate = (from: Four, to: Four): Code =>
  [
    pair(INTERLEAVE_LOW, from[0], from[2], to[0]),
    pair(INTERLEAVE_HIGH, from[0], from[2], to[1]),
    pair(INTERLEAVE_LOW, from[1], from[3], to[2]),
    pair(INTERLEAVE_HIGH, from[1], from[3], to[3]),
  ].flat();
const rotateTwice = (words: Four, turned: Four): Code => [...rotate(words, turned), ...rotate(turned, words)];

/** Adds what one half of one byte of all sixteen makes. */
function addHalf({ planes, sum, half, fifteen }: Vectors, tables: number, column: Column, at: number): Code {
  const lookUp = (byte: number): Code =>
    [constant(0), loadVector(tables + tableAt(column, at, byte)), get(half), LOOK_UP].flat();
  return [
    get(planes[at >> 1] as number),
    ...(at % 2 === 0 ? [] : [constant(4), SHIFT_RIGHT_16]),
    [...get(fifteen), ...AND_VECTOR, ...set(half)],
    ...sum.map((to, byte) => [get(to), lookUp(byte), XOR_VECTOR, set(to)].flat()),
  ].flat();
}

/** From an address in `local` and behind it. */
const loadPlanes = (planes: readonly number[], local: number): Code =>
  planes.flatMap((vector, part) => [get(local), loadVector(16 * part), set(vector)].flat());
/** Skips the rest of the block where these bits are all 0: that adds nothing. */
const unlessZero = (bits: Code, ...body: readonly Code[]): Code =>
  block([...bits, ...IS_ANY, ...IS_ZERO, ...branchIf(0)], ...body);

function addWords(all: Vectors, tables: number, column: Column, from: number): Code {
  const { planes, turned } = all;
  const halves = (first: number): Code =>
    [0, 1, 2, 3].flatMap((half) => addHalf(all, tables, column, first + half));
  return [
    loadPlanes(planes, from),
    rotateTwice(planes, turned),
    rotateTwice(planes, turned),
    halves(0),
    unlessZero([...get(planes[2]), ...get(planes[3]), ...OR_VECTOR], halves(4)),
  ].flat();
}

function addKinds(all: Vectors, tables: number, from: number): Code {
  const [first, second] = all.turned;
  const [low, high] = all.planes;
  const upper = [get(first), get(second), OR_VECTOR, constant(4), SHIFT_RIGHT_16].flat();
  return [
    loadPlanes([first, second], from),
    pair(EVEN_BYTES, first, second, low),
    pair(ODD_BYTES, first, second, high),
    addHalf(all, tables, 'kind', 0),
    unlessZero(upper, ...[1, 2, 3].map((half) => addHalf(all, tables, 'kind', half))),
  ].flat();
}

/** Once before `termsOf`. */
export const beforeTerms = (firstVector: number): Code =>
  [constant(15), SPLAT_8, set(vectorsFrom(firstVector).fifteen)].flat();

/** Stores sixteen words from `to` on: what sixteen events add. The addresses of their columns are in locals. */
export function termsOf(
  firstVector: number,
  tables: number,
  { id, digest, kind }: Readonly<Record<Column, number>>,
  to: number,
): Code {
  const all = vectorsFrom(firstVector);
  return [
    ...all.sum.map((sum) => pair(XOR_VECTOR, sum, sum, sum)),
    addKinds(all, tables, kind),
    addWords(all, tables, 'id', id),
    addWords(all, tables, 'digest', digest),
    rotateTwice(all.sum, all.turned),
    ...all.sum.map((sum, part) => [constant(0), get(sum), storeVector(to + 16 * part)].flat()),
  ].flat();
}
