// Many ordered events at once: counts and digests by key, in WebAssembly. `follow` in canonical.ts computes the same, slower.
import { CHUNK_ROWS, MEMORY_BYTES, PARTS, memoryOf, takeMemory } from '../contract/column-memory.ts';
import type { EventColumns } from '../contract/trace.ts';
import type { Code, WasmFunction, WasmMemory, WasmProgram } from '../contract/wasm-text.ts';
import {
  ADD,
  AND,
  IS_EQUAL_16,
  IS_LESS,
  OR_VECTOR,
  SHIFT_LEFT,
  SHIFT_RIGHT_SIGNED,
  SPLAT_16,
  SUBTRACT_16,
  XOR,
  branchIf,
  constant,
  get,
  load,
  loadVector,
  loop,
  programOf,
  set,
  store,
  storeVector,
  tee,
} from '../contract/wasm-text.ts';
import { FEEDBACK } from './ordered-digest.ts';
import { TABLE_BYTES, TERM_VECTORS, beforeTerms, termTables, termsOf } from './sequence-terms.ts';

/** Fewer rows do not pay for the call. */
export const KERNEL_ROWS = 8192;
/** The number of keys for which there is room. */
const KERNEL_KEYS = 8192;
/** Events that are followed at once. */
const TURN = 16;

/** Counts and states of the keys below their length: see `advance` in ordered-digest.ts. */
export interface SequenceSlots {
  readonly sequenceCount: Uint32Array;
  readonly sequenceState: Uint32Array;
}

/** Rows that lie together in a memory, before any is followed. */
export interface Stretch {
  readonly rows: number;
  /** No key has a bit that is not set in it. */
  readonly keyBits: number;
  /** How many there are of each code. */
  readonly counts: readonly number[];
  /** Follows them. Each of their keys must have a place in the slots. */
  readonly follow: (slots: SequenceSlots) => void;
}

/** As many rows as are followed at once, from `from` on: null with fewer than `KERNEL_ROWS`. */
export function stretchOf(columns: EventColumns, from: number, codes: readonly number[]): Stretch | null {
  const rows = Math.min(CHUNK_ROWS, columns.key.length - from) & -TURN;
  if (rows < KERNEL_ROWS) return null;
  const { kernel, at } = placed(columns, from, rows);
  return {
    rows,
    keyBits: kernel.keyBits(at.key, rows),
    counts: codes.map((code) => kernel.countOf(code, at.kind, rows)),
    follow: (slots) => kernel.follow(at, rows, slots),
  };
}

type Ordered = 'key' | 'id' | 'digest' | 'kind';
type Addresses = Readonly<Record<Ordered, number>>;

/** Where the rows are, and the kernel of that memory: where they were read, or in the memory into which they are copied. */
function placed(columns: EventColumns, from: number, rows: number): { kernel: Kernel; at: Addresses } {
  const { key, id, digest, kind } = columns;
  const memory = memoryOf(key.buffer);
  const read = memory !== undefined && [id, digest, kind].every(({ buffer }) => buffer === key.buffer);
  if (read) {
    const words = (column: Uint32Array): number => column.byteOffset + 4 * from;
    const at = { key: words(key), id: words(id), digest: words(digest), kind: kind.byteOffset + 2 * from };
    return { kernel: kernelOf(memory), at };
  }
  copies ??= takeMemory();
  const { buffer } = copies;
  const end = from + rows;
  new Uint32Array(buffer, COPIED.key, rows).set(key.subarray(from, end));
  new Uint32Array(buffer, COPIED.id, rows).set(id.subarray(from, end));
  new Uint32Array(buffer, COPIED.digest, rows).set(digest.subarray(from, end));
  new Uint16Array(buffer, COPIED.kind, rows).set(kind.subarray(from, end));
  return { kernel: kernelOf(copies), at: COPIED };
}

/** Never given back. */
let copies: WasmMemory | null = null;
const COPIED: Addresses = layOut(PARTS.columns, {
  key: 4 * CHUNK_ROWS,
  id: 4 * CHUNK_ROWS,
  digest: 4 * CHUNK_ROWS,
  kind: 2 * CHUNK_ROWS,
});

/** Where things are in the part of the kernel. */
const AT = layOut(PARTS.kernel, {
  tables: TABLE_BYTES,
  /** What sixteen events add. */
  terms: 4 * TURN,
  /** The result of a function, as a vector. */
  found: 16,
  /** By key. */
  counts: 4 * KERNEL_KEYS,
  states: 4 * KERNEL_KEYS,
});

/** One after the other. */
function layOut<Name extends string>(
  first: number,
  bytes: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> {
  let end = first;
  const at: Record<Name, number> = { ...bytes };
  for (const name of Object.keys(bytes) as Name[]) {
    at[name] = end;
    end += bytes[name];
  }
  return at;
}

interface Kernel {
  readonly keyBits: (at: number, rows: number) => number;
  readonly countOf: (code: number, at: number, rows: number) => number;
  readonly follow: (at: Addresses, rows: number, slots: SequenceSlots) => void;
}

let program: WasmProgram<'keyBits' | 'countOf' | 'follow'> | null = null;
const kernels = new WeakMap<WasmMemory, Kernel>();

function kernelOf(memory: WasmMemory): Kernel {
  const known = kernels.get(memory);
  if (known !== undefined) return known;
  const kernel = makeKernel(memory);
  kernels.set(memory, kernel);
  return kernel;
}

function makeKernel(memory: WasmMemory): Kernel {
  program ??= programOf({ keyBits: KEY_BITS, countOf: COUNT_OF, follow: FOLLOW }, MEMORY_BYTES);
  const { keyBits, countOf, follow } = program.on(memory);
  const { buffer } = memory;
  new Uint8Array(buffer).set(termTables(), AT.tables);
  const words = new Uint32Array(buffer, AT.found, 4);
  const parts = new Uint16Array(buffer, AT.found, 8);
  const counts = new Uint32Array(buffer, AT.counts, KERNEL_KEYS);
  const states = new Uint32Array(buffer, AT.states, KERNEL_KEYS);
  return {
    keyBits(at, rows) {
      keyBits(at, at + 4 * rows);
      return words.reduce((bits, word) => bits | word, 0) >>> 0;
    },
    countOf(code, at, rows) {
      countOf(code, at, at + 2 * rows);
      return parts.reduce((sum, part) => sum + part, 0);
    },
    follow({ key, id, digest, kind }, rows, { sequenceCount, sequenceState }) {
      counts.set(sequenceCount);
      states.set(sequenceState);
      follow(key, id, digest, kind, key + 4 * rows);
      sequenceCount.set(counts.subarray(0, sequenceCount.length));
      sequenceState.set(states.subarray(0, sequenceState.length));
    },
  };
}

const forward = (local: number, bytes: number): Code => [get(local), constant(bytes), ADD, tee(local)].flat();
const againUntil = (local: number, bytes: number, end: number): Code =>
  [forward(local, bytes), get(end), IS_LESS, branchIf(0)].flat();
const LANES: readonly number[] = [0, 16, 32, 48];

/** All bits of the words between two addresses, 64 bytes at a time, as four words. */
const KEY_BITS: WasmFunction = (() => {
  const [from, end, bits] = [0, 1, 2];
  const add = (at: number): Code => [get(bits), get(from), loadVector(at), OR_VECTOR, set(bits)].flat();
  const body = [
    loop(LANES.flatMap(add), againUntil(from, 64, end)),
    [constant(0), get(bits), storeVector(AT.found)].flat(),
    get(from),
  ].flat();
  return { parameters: 2, locals: 0, vectors: 1, body };
})();

/** How often a number is among the 16-bit numbers between two addresses, 32 bytes at a time: eight sums below 2 to the 16th. */
const COUNT_OF: WasmFunction = (() => {
  const [code, from, end, wanted, sums] = [0, 1, 2, 3, 4];
  const add = (at: number): Code =>
    [get(sums), get(from), loadVector(at), get(wanted), IS_EQUAL_16, SUBTRACT_16, set(sums)].flat();
  const body = [
    [get(code), SPLAT_16, set(wanted)].flat(),
    loop([0, 16].flatMap(add), againUntil(from, 32, end)),
    [constant(0), get(sums), storeVector(AT.found)].flat(),
    get(from),
  ].flat();
  return { parameters: 3, locals: 0, vectors: 2, body };
})();

/** Follows the events up to the end of their keys, sixteen at a time. */
const FOLLOW: WasmFunction = (() => {
  const [key, id, digest, kind, end, slot, state, vectors] = [0, 1, 2, 3, 4, 5, 6, 7];
  const followOne = (event: number): Code =>
    [
      [get(key), load(4 * event), constant(2), SHIFT_LEFT, tee(slot)],
      // One more on this key.
      [get(slot), load(AT.counts), constant(1), ADD, store(AT.counts)],
      // The digest: see `advance`.
      [get(slot), get(slot), load(AT.states), tee(state), constant(1), SHIFT_LEFT],
      [get(state), constant(31), SHIFT_RIGHT_SIGNED, constant(FEEDBACK), AND, XOR],
      [constant(0), load(AT.terms + 4 * event), XOR, store(AT.states)],
    ]
      .flat()
      .flat();
  const body = [
    beforeTerms(vectors),
    loop(
      termsOf(vectors, AT.tables, { id, digest, kind }, AT.terms),
      Array.from({ length: TURN }, (_, event) => followOne(event)).flat(),
      [...forward(id, 4 * TURN), ...set(id), ...forward(digest, 4 * TURN), ...set(digest)],
      [...forward(kind, 2 * TURN), ...set(kind)],
      againUntil(key, 4 * TURN, end),
    ),
    get(key),
  ].flat();
  return { parameters: 5, locals: 2, vectors: TERM_VECTORS, body };
})();
