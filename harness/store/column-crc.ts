// The CRC-32 of columns that lie in the memory of WebAssembly, piece by piece and without tables. `crc32` of zlib computes the same, slower.
import { crc32 } from 'node:zlib';
import { PARTS, MEMORY_BYTES } from '../contract/column-memory.ts';
import {
  ADD,
  IS_LESS,
  SELECT,
  XOR_VECTOR,
  branchIf,
  constant,
  get,
  loadVector,
  loop,
  programOf,
  set,
  storeVector,
  tee,
} from '../contract/wasm-text.ts';
import type { Code, WasmFunction, WasmMemory, WasmProgram } from '../contract/wasm-text.ts';
import { beforeZeros } from './combine-crc.ts';

/**
 * The polynomial of CRC-32 divides the sum of four powers of x: those of 0 bits, and of these many bytes before. So bytes can be divided by that sum
 * first: a byte of the quotient is added to the bytes that come so far behind it. What the last bytes of the quotient, as many as the longest lag, would
 * still be added to has the CRC-32 of all, followed by that many zeros. After Sam Russell, "Chorba: A novel CRC32 implementation", arXiv:2412.16398.
 */
const LAGS = [1927, 2181, 4018] as const;
const LONGEST = LAGS[2];
/** Bytes that are divided at once, and a multiple of that which holds the longest lag. */
const TURN_BYTES = 64;
const HISTORY = 4032;
/** So that the quotient stays in the fastest cache. */
const BLOCK = 16_384;
/** Where the quotient is written, behind the end of it so far; and what that is for each column while others are digested. */
const AT = { history: PARTS.digests, kept: PARTS.digests + HISTORY + BLOCK } as const;

export interface ColumnCrcs {
  /** The bytes from `from` on, in the memory, are the next of this column. Behind the last piece of a column, zeros are written up to a multiple of 64. */
  add(column: number, from: number, bytes: number): void;
  /** Of all pieces of this column. */
  finish(column: number): number;
}

let program: WasmProgram<'divide'> | null = null;

export function columnCrcs(memory: WasmMemory, columns: number): ColumnCrcs {
  const { divide } = (program ??= programOf({ divide: DIVIDE }, MEMORY_BYTES)).on(memory);
  const all = new Uint8Array(memory.buffer);
  const zeros = new Uint32Array(columns);
  const kept = (column: number): number => AT.kept + column * HISTORY;
  for (let column = 0; column < columns; column++) begin(all, kept(column));
  return {
    add(column, from, bytes) {
      if (bytes === 0) return;
      const divided = Math.ceil(bytes / TURN_BYTES) * TURN_BYTES;
      all.fill(0, from + bytes, from + divided);
      all.copyWithin(AT.history, kept(column), kept(column) + HISTORY);
      divide(from, from + divided);
      all.copyWithin(kept(column), AT.history, AT.history + HISTORY);
      zeros[column] = divided - bytes;
    },
    finish(column) {
      const rest = restOf(all.subarray(kept(column), kept(column) + HISTORY));
      // Its initial value is in the quotient already: ~0 stands for none at all.
      return beforeZeros(crc32(rest, 0xffffffff), LONGEST + (zeros[column] ?? 0));
    },
  };
}

/** The four bytes that make all bits of the first word of a column change, and nothing else. */
function begin(all: Uint8Array, at: number): void {
  const first = at + HISTORY - LONGEST;
  all.fill(0, at, at + HISTORY);
  all.fill(0xff, first, first + 4);
}

function restOf(history: Uint8Array): Uint8Array {
  const rest = new Uint8Array(LONGEST);
  for (const lag of LAGS)
    for (let at = 0; at < lag; at++)
      rest[at] = (rest[at] as number) ^ (history[HISTORY - lag + at] as number);
  return rest;
}

/* Parameters and locals of the function. */
const FROM = 0;
const END = 1;
const TO = 2;
const BLOCK_END = 3;

const divideVector = (at: number): Code =>
  [
    [...get(TO), ...get(FROM), ...loadVector(at)],
    ...LAGS.map((lag) => [get(TO), loadVector(AT.history + HISTORY - lag + at), XOR_VECTOR].flat()),
    storeVector(AT.history + HISTORY + at),
  ].flat();
const moveVector = (at: number): Code =>
  [get(BLOCK_END), get(TO), loadVector(AT.history + at), storeVector(AT.history + at)].flat();
const TURN: readonly number[] = [0, 16, 32, 48];
const forward = (local: number): Code => [get(local), constant(TURN_BYTES), ADD, tee(local)].flat();

/** Divides what lies between two addresses, and leaves the end of the quotient as history. `TO` counts from the first byte of the quotient. */
const DIVIDE: WasmFunction = {
  parameters: 2,
  locals: 2,
  vectors: 0,
  body: [
    ...loop(
      [...get(FROM), ...constant(BLOCK), ...ADD, ...tee(BLOCK_END), ...get(END)],
      [...get(BLOCK_END), ...get(END), ...IS_LESS, ...SELECT, ...set(BLOCK_END)],
      [...constant(0), ...set(TO)],
      loop(
        TURN.flatMap(divideVector),
        [...forward(TO), ...set(TO)],
        [...forward(FROM), ...get(BLOCK_END), ...IS_LESS, ...branchIf(0)],
      ),
      // The end of the quotient comes before the next block. `BLOCK_END` counts from the first byte of the history.
      [...constant(0), ...set(BLOCK_END)],
      loop(
        TURN.flatMap(moveVector),
        [...forward(TO), ...set(TO)],
        [...forward(BLOCK_END), ...constant(HISTORY), ...IS_LESS, ...branchIf(0)],
      ),
      [...get(FROM), ...get(END), ...IS_LESS, ...branchIf(0)],
    ),
    ...get(FROM),
  ],
};
