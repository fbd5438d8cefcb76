// The CRC-32 of many bytes by WebAssembly, without tables. `crc32` of zlib computes the same, and faster for few bytes.
import {
  ADD,
  IS_LESS,
  XOR_VECTOR,
  branchIf,
  constant,
  get,
  instanceOf,
  loadVector,
  loop,
  set,
  storeVector,
  tee,
} from './wasm-text.ts';
import type { Code, WasmFunction } from './wasm-text.ts';

/**
 * The polynomial of CRC-32 divides the sum of four powers of x: those of 0 bits, and of these many bytes before. So bytes can be divided by that sum
 * first: a byte of the quotient is added to the bytes that come so far behind it. What the division leaves, as long as the longest lag, has the
 * CRC-32 of all. After Sam Russell, "Chorba: A novel CRC32 implementation", arXiv:2412.16398.
 */
const LAGS = [1927, 2181, 4018] as const;
/** Bytes that are divided at once, and a multiple of that which holds the longest lag. */
const TURN_BYTES = 64;
const HISTORY = 4032;
/** So that all of it stays in the fastest cache. */
const BLOCK = 16_384;

/** Where things are in the memory: the quotient before the block, the block, and what the division leaves. */
const AT = { history: 0, block: HISTORY, rest: HISTORY + BLOCK } as const;
const PAGES = 1;

/** Fewer are not worth it. */
export const LONG_BYTES = 32_768;

interface Divider {
  /** Adds the quotient, from `history` on, to the bytes from `to` to `end`, which follow upon it. */
  readonly divide: (history: number, to: number, end: number) => void;
  readonly memory: Uint8Array;
}
let divider: Divider | null = null;

/** Of `LONG_BYTES` or more, continuing from `previous`. `crc32` is that of zlib, for what the division leaves. */
export function longCrc(
  bytes: Uint8Array,
  previous: number,
  crc32: (bytes: Uint8Array, previous: number) => number,
): number {
  const { divide, memory } = (divider ??= makeDivider());
  const divided = (bytes.length - LAGS[2]) & -TURN_BYTES;
  memory.fill(0, AT.history, AT.block);
  for (let from = 0; from < divided; from += BLOCK) {
    const length = Math.min(BLOCK, divided - from);
    memory.set(bytes.subarray(from, from + length), AT.block);
    if (from === 0) addWord(memory, AT.block, ~previous);
    divide(AT.history, AT.block, AT.block + length);
    memory.copyWithin(AT.history, length, length + HISTORY);
  }
  // The rest is no part of the quotient: where that would be are zeros.
  memory.fill(0, AT.block, AT.rest);
  const rest = memory.subarray(AT.rest, AT.rest + bytes.length - divided);
  rest.set(bytes.subarray(divided));
  divide(AT.history, AT.rest, AT.rest + rest.length);
  // The previous CRC is in it already: ~0 stands for none at all.
  return crc32(rest, 0xffffffff);
}

function addWord(memory: Uint8Array, at: number, word: number): void {
  for (let byte = 0; byte < 4; byte++)
    memory[at + byte] = (memory[at + byte] as number) ^ (word >>> (8 * byte));
}

function makeDivider(): Divider {
  const { divide, memory } = instanceOf({ divide: DIVIDE }, PAGES);
  return { divide, memory: new Uint8Array(memory.buffer) };
}

/* Parameters of the function. */
const FROM = 0;
const TO = 1;
const END = 2;

const divideVector = (at: number): Code =>
  [
    [...get(TO), ...get(TO), ...loadVector(at)],
    ...LAGS.map((lag) => [get(FROM), loadVector(HISTORY - lag + at), XOR_VECTOR].flat()),
    storeVector(at),
  ].flat();

const DIVIDE: WasmFunction = {
  parameters: 3,
  locals: 0,
  vectors: 0,
  body: [
    ...loop(
      [0, 16, 32, 48].flatMap(divideVector),
      [...get(FROM), ...constant(TURN_BYTES), ...ADD, ...set(FROM)],
      [...get(TO), ...constant(TURN_BYTES), ...ADD, ...tee(TO), ...get(END), ...IS_LESS, ...branchIf(0)],
    ),
    ...get(TO),
  ],
};
