// What id and digest of many events add to the digests of their keys, sixteen events at a time, for the sequence kernel.
import type { Code, WasmFunction } from '../contract/wasm-text.ts';
import {
  ADD,
  AND_VECTOR,
  INTERLEAVE_HIGH,
  INTERLEAVE_LOW,
  IS_ANY,
  IS_LESS,
  IS_ZERO,
  LOOK_UP,
  OR_VECTOR,
  SHIFT_RIGHT_16,
  SPLAT_8,
  XOR_VECTOR,
  block,
  branchIf,
  constant,
  get,
  loadVector,
  loop,
  set,
  storeVector,
  tee,
} from '../contract/wasm-text.ts';
import { OF_DIGEST, OF_ID, sumsOf } from './ordered-digest.ts';

const COLUMNS = [OF_ID, OF_DIGEST];
const HALF_BYTES = 8;
const tableAt = (column: number, half: number, byte: number): number =>
  16 * (4 * (HALF_BYTES * column + half) + byte);
export const TABLE_BYTES = tableAt(COLUMNS.length, 0, 0);

/** For each half byte of id and digest, and each byte of what it adds, sixteen bytes. */
export function termTables(): Uint8Array {
  const tables = new Uint8Array(TABLE_BYTES);
  for (const [column, ofBits] of COLUMNS.entries())
    for (let half = 0; half < HALF_BYTES; half++)
      for (const [value, term] of sumsOf(ofBits.subarray(4 * half, 4 * half + 4)).entries())
        for (let byte = 0; byte < 4; byte++)
          tables[tableAt(column, half, byte) + value] = term >>> (8 * byte);
  return tables;
}

type Four = readonly [number, number, number, number];

/* Parameters and locals of the function. */
const BYTES = 0;
const AT_BYTE = 1;
/** Sixteen words, then the first bytes of all, the second ones, and so on. */
const PLANES: Four = [2, 3, 4, 5];
const TURNED: Four = [6, 7, 8, 9];
/** What is added, likewise. */
const SUM: Four = [10, 11, 12, 13];
const HALF = 14;
const FIFTEEN = 15;

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
const rotateTwice = (planes: Four): Code => [...rotate(planes, TURNED), ...rotate(TURNED, planes)];

const lookUp = (at: number): Code => [constant(0), loadVector(at), get(HALF), LOOK_UP].flat();
/** Adds what one half of one byte of sixteen words makes. */
const addHalf = (tables: number, column: number, half: number): Code =>
  [
    get(PLANES[half >> 1] as number),
    ...(half % 2 === 0 ? [] : [constant(4), SHIFT_RIGHT_16]),
    [...get(FIFTEEN), ...AND_VECTOR, ...set(HALF)],
    ...SUM.map((sum, byte) =>
      [get(sum), lookUp(tables + tableAt(column, half, byte)), XOR_VECTOR, set(sum)].flat(),
    ),
  ].flat();
const halves = (tables: number, column: number, from: number): Code =>
  [0, 1, 2, 3].flatMap((half) => addHalf(tables, column, from + half));

const addColumn = (tables: number, column: number, at: number): Code =>
  [
    ...PLANES.map((vector, part) => [get(AT_BYTE), loadVector(at + 16 * part), set(vector)].flat()),
    rotateTwice(PLANES),
    rotateTwice(PLANES),
    halves(tables, column, 0),
    // The upper halves of words are often 0, and add nothing.
    block(
      [...get(PLANES[2]), ...get(PLANES[3]), ...OR_VECTOR, ...IS_ANY, ...IS_ZERO, ...branchIf(0)],
      halves(tables, column, 4),
    ),
  ].flat();

/** Replaces ids by what id and digest add. It takes the bytes of a column, a multiple of 64. */
export function termsFunction(at: {
  readonly tables: number;
  readonly id: number;
  readonly digest: number;
}): WasmFunction {
  const clear = SUM.map((sum) => pair(XOR_VECTOR, sum, sum, sum));
  const keep = SUM.map((sum, part) => [get(AT_BYTE), get(sum), storeVector(at.id + 16 * part)].flat());
  const turn = loop(
    ...clear,
    addColumn(at.tables, 0, at.id),
    addColumn(at.tables, 1, at.digest),
    rotateTwice(SUM),
    ...keep,
    [...get(AT_BYTE), ...constant(64), ...ADD, ...tee(AT_BYTE), ...get(BYTES), ...IS_LESS, ...branchIf(0)],
  );
  const fifteen = [constant(15), SPLAT_8, set(FIFTEEN)].flat();
  return { parameters: 1, locals: 1, vectors: 14, body: [...fifteen, ...turn, ...get(AT_BYTE)] };
}
