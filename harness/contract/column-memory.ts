// Memory of WebAssembly in which columns of a sidecar lie where they were read, for the digest of the file and for the kernel of the checker.
import { makeMemory } from './wasm-text.ts';
import type { WasmMemory } from './wasm-text.ts';

/** Rows of the longest chunk: they hide the calls that read them, and their columns stay in the cache. */
export const CHUNK_ROWS = 65_536;

/** Where each part begins. The first two belong to the programs that work in it. */
export const PARTS = { digests: 0, kernel: 65_536, columns: 196_608 } as const;

/** Bytes of all columns of a chunk of events, each of which begins at a multiple of 64. */
const COLUMN_BYTES = 22 * CHUNK_ROWS;
export const MEMORY_BYTES = PARTS.columns + COLUMN_BYTES;

const memories = new WeakMap<ArrayBufferLike, WasmMemory>();
/** Those that no reader uses. */
const free: WasmMemory[] = [];

/** What is in it belongs to the caller until `giveBack`. */
export function takeMemory(): WasmMemory {
  const taken = free.pop() ?? makeMemory(MEMORY_BYTES);
  memories.set(taken.buffer, taken);
  return taken;
}

/** The views of its columns are overwritten by whoever takes it next. */
export function giveBack(memory: WasmMemory): void {
  free.push(memory);
}

/** The memory of which this is the buffer; undefined for any other buffer. */
export function memoryOf(buffer: ArrayBufferLike): WasmMemory | undefined {
  return memories.get(buffer);
}
