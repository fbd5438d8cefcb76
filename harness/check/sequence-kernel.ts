// Many ordered events at once: counts and digests by key, in WebAssembly. `follow` in canonical.ts computes the same, slower.
import type { EventColumns } from '../contract/trace.ts';
import type { Code, WasmFunction } from '../contract/wasm-text.ts';
import {
  ADD,
  AND,
  IS_LESS,
  IS_ZERO,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  SHIFT_RIGHT_SIGNED,
  XOR,
  block,
  branchIf,
  constant,
  get,
  instanceOf,
  load,
  load16,
  loop,
  store,
  tee,
} from '../contract/wasm-text.ts';
import { FEEDBACK, termOf } from './ordered-digest.ts';
import { TABLE_BYTES, termsFunction, termTables } from './sequence-terms.ts';

/** Rows per call: their memory stays in the cache, and fewer rows do not pay for the call. */
export const KERNEL_ROWS = 8192;
/** The number of keys for which there is room. */
const KERNEL_KEYS = 8192;

/** Counts and states of the keys below their length: see `advance` in ordered-digest.ts. */
export interface SequenceSlots {
  readonly sequenceCount: Uint32Array;
  readonly sequenceState: Uint32Array;
}

/**
 * Takes events from `from` on, as long as their code is one of `codes` and their key has a place; returns the row at which that
 * ended. `counted` gets how many there were of each code.
 */
export function followSequences(
  columns: EventColumns,
  from: number,
  codes: readonly number[],
  slots: SequenceSlots,
  counted: (code: number, count: number) => void,
): number {
  const { addTerms, follow, kindTerms, kindCounts, counts, states } = (kernel ??= makeKernel());
  const places = slots.sequenceCount.length;
  counts.set(slots.sequenceCount);
  states.set(slots.sequenceState);
  for (const code of codes) {
    kindTerms[code] = termOf(code);
    kindCounts[code] = 0;
  }
  let row = from;
  for (let done = KERNEL_ROWS; done === KERNEL_ROWS && columns.key.length - row >= KERNEL_ROWS; row += done) {
    stage(columns, row);
    addTerms(4 * KERNEL_ROWS);
    done = follow(4 * KERNEL_ROWS, places) / 4;
  }
  slots.sequenceCount.set(counts.subarray(0, places));
  slots.sequenceState.set(states.subarray(0, places));
  for (const code of codes) {
    kindTerms[code] = 0;
    counted(code, kindCounts[code] as number);
  }
  return row;
}

/** Where things are in the memory: words, but for `tables` and `kind`. */
const AT = layOut({
  tables: TABLE_BYTES,
  /** By code: what the kind adds; 0 where it is not followed. */
  kindTerms: 4 * 65_536,
  /** By code. */
  kindCounts: 4 * 65_536,
  /** By key. */
  counts: 4 * KERNEL_KEYS,
  states: 4 * KERNEL_KEYS,
  /** By row. */
  key: 4 * KERNEL_ROWS,
  id: 4 * KERNEL_ROWS,
  digest: 4 * KERNEL_ROWS,
  kind: 2 * KERNEL_ROWS,
});
const PAGES = 11;

/** One after the other. */
function layOut<Name extends string>(bytes: Readonly<Record<Name, number>>): Readonly<Record<Name, number>> {
  let end = 0;
  const at: Record<Name, number> = { ...bytes };
  for (const name of Object.keys(bytes) as Name[]) {
    at[name] = end;
    end += bytes[name];
  }
  return at;
}

interface Kernel {
  /** Puts what id and digest add in the place of the id. The rows are told as bytes of a column of words, here and in `follow`. */
  readonly addTerms: (bytes: number) => void;
  /** Answers at which row it stopped; only the keys below `places` have a place. */
  readonly follow: (bytes: number, places: number) => number;
  readonly kindTerms: Uint32Array;
  readonly kindCounts: Uint32Array;
  readonly counts: Uint32Array;
  readonly states: Uint32Array;
  readonly key: Uint32Array;
  readonly id: Uint32Array;
  readonly digest: Uint32Array;
  readonly kind: Uint16Array;
}

let kernel: Kernel | null = null;

function stage({ key, id, digest, kind }: EventColumns, row: number): void {
  const to = (kernel ??= makeKernel());
  const end = row + KERNEL_ROWS;
  to.key.set(key.subarray(row, end));
  to.id.set(id.subarray(row, end));
  to.digest.set(digest.subarray(row, end));
  to.kind.set(kind.subarray(row, end));
}

function makeKernel(): Kernel {
  const functions = { addTerms: termsFunction(AT), follow: FOLLOW };
  const { memory, addTerms, follow } = instanceOf(functions, PAGES);
  const { buffer } = memory;
  new Uint8Array(buffer).set(termTables(), AT.tables);
  return {
    addTerms,
    follow,
    kindTerms: new Uint32Array(buffer, AT.kindTerms, 65_536),
    kindCounts: new Uint32Array(buffer, AT.kindCounts, 65_536),
    counts: new Uint32Array(buffer, AT.counts, KERNEL_KEYS),
    states: new Uint32Array(buffer, AT.states, KERNEL_KEYS),
    key: new Uint32Array(buffer, AT.key, KERNEL_ROWS),
    id: new Uint32Array(buffer, AT.id, KERNEL_ROWS),
    digest: new Uint32Array(buffer, AT.digest, KERNEL_ROWS),
    kind: new Uint16Array(buffer, AT.kind, KERNEL_ROWS),
  };
}

/* Parameters and locals of the function. */
const BYTES = 0;
const PLACES = 1;
const AT_BYTE = 2;
const SLOT = 3;
const CODE = 4;
const TERM = 5;
const STATE = 6;

const increment = (at: number): Code => [...load(at), ...constant(1), ...ADD, ...store(at)];

/** Leaves the block at the first row that needs more than this. */
const FOLLOW: WasmFunction = {
  parameters: 2,
  locals: 5,
  vectors: 0,
  body: [
    ...block(
      loop(
        [
          ...get(AT_BYTE),
          ...load(AT.key),
          ...tee(SLOT),
          ...get(PLACES),
          ...IS_LESS,
          ...IS_ZERO,
          ...branchIf(1),
        ],
        [...get(AT_BYTE), ...constant(1), ...SHIFT_RIGHT, ...load16(AT.kind)],
        [
          ...constant(2),
          ...SHIFT_LEFT,
          ...tee(CODE),
          ...load(AT.kindTerms),
          ...tee(TERM),
          ...IS_ZERO,
          ...branchIf(1),
        ],
        // One more on this key, and one more of this kind.
        [...get(SLOT), ...constant(2), ...SHIFT_LEFT, ...tee(SLOT), ...get(SLOT), ...increment(AT.counts)],
        [...get(CODE), ...get(CODE), ...increment(AT.kindCounts)],
        // The digest: see `advance`.
        [...get(SLOT), ...get(SLOT), ...load(AT.states), ...tee(STATE), ...constant(1), ...SHIFT_LEFT],
        [...get(STATE), ...constant(31), ...SHIFT_RIGHT_SIGNED, ...constant(FEEDBACK), ...AND, ...XOR],
        [...get(TERM), ...XOR, ...get(AT_BYTE), ...load(AT.id), ...XOR, ...store(AT.states)],
        [...get(AT_BYTE), ...constant(4), ...ADD, ...tee(AT_BYTE), ...get(BYTES), ...IS_LESS, ...branchIf(0)],
      ),
    ),
    ...get(AT_BYTE),
  ],
};
