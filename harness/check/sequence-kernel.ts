// Many ordered events at once: counts and chained digests by key, in WebAssembly. `follow` in canonical.ts says the same, slower.
import { chainTables } from '../contract/digest.ts';
import type { EventColumns } from '../contract/trace.ts';
import type { Code } from './wasm-text.ts';
import {
  ADD,
  AND,
  IS_LESS,
  IS_ZERO,
  SHIFT_LEFT,
  SHIFT_RIGHT,
  XOR,
  block,
  branchIf,
  constant,
  get,
  load,
  load16,
  load8,
  loop,
  moduleOf,
  set,
  store,
  tee,
} from './wasm-text.ts';

/** So many rows at a time: what they take of the memory stays in the cache. Fewer are not worth the way. */
export const KERNEL_ROWS = 8192;
/** There is room for so many keys. */
const KERNEL_KEYS = 8192;

/** Counts and digests of the keys below their length. A key whose count is 0 has no place yet. */
export interface SequenceSlots {
  readonly sequenceCount: Uint32Array;
  readonly sequenceCrc: Uint32Array;
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
  const { run, orders, counts, state } = (kernel ??= makeKernel());
  const places = Math.min(KERNEL_KEYS, slots.sequenceCount.length);
  for (const code of codes) {
    orders[code] = 1;
    counts[code] = 0;
  }
  for (let place = 0; place < places; place++) {
    state[2 * place] = slots.sequenceCount[place] as number;
    state[2 * place + 1] = slots.sequenceCrc[place] as number;
  }
  let row = from;
  for (let done = KERNEL_ROWS; done === KERNEL_ROWS && columns.key.length - row >= KERNEL_ROWS; row += done) {
    stage(columns, row);
    done = run(KERNEL_ROWS, places);
  }
  for (let place = 0; place < places; place++) {
    slots.sequenceCount[place] = state[2 * place] as number;
    slots.sequenceCrc[place] = state[2 * place + 1] as number;
  }
  for (const code of codes) {
    orders[code] = 0;
    counted(code, counts[code] as number);
  }
  return row;
}

/** Where things are in the memory. */
const AT = {
  tables: 0,
  /** Byte by code: 1 where it is followed. */
  orders: 12 * 1024,
  /** Word by code. */
  counts: 12 * 1024 + 65_536,
  /** Two words a key: count and digest. */
  state: 12 * 1024 + 5 * 65_536,
  key: 12 * 1024 + 6 * 65_536,
  id: 12 * 1024 + 6 * 65_536 + 4 * KERNEL_ROWS,
  digest: 12 * 1024 + 6 * 65_536 + 8 * KERNEL_ROWS,
  kind: 12 * 1024 + 6 * 65_536 + 12 * KERNEL_ROWS,
} as const;
const PAGES = 8;

interface Kernel {
  /** Rows staged, keys that have a place; answers at which row it stopped. */
  readonly run: (rows: number, places: number) => number;
  readonly orders: Uint8Array;
  readonly counts: Uint32Array;
  readonly state: Uint32Array;
  readonly key: Uint32Array;
  readonly id: Uint32Array;
  readonly digest: Uint32Array;
  readonly kind: Uint16Array;
}

let kernel: Kernel | null = null;

/** The parts of WebAssembly used here. Its types ship with lib.dom, which this project does not include. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: { readonly memory: { readonly buffer: ArrayBuffer }; readonly run: Kernel['run'] };
  };
};

function stage({ key, id, digest, kind }: EventColumns, row: number): void {
  const to = (kernel ??= makeKernel());
  const end = row + KERNEL_ROWS;
  to.key.set(key.subarray(row, end));
  to.id.set(id.subarray(row, end));
  to.digest.set(digest.subarray(row, end));
  to.kind.set(kind.subarray(row, end));
}

function makeKernel(): Kernel {
  const { memory, run } = new WebAssembly.Instance(new WebAssembly.Module(moduleOf(FOLLOW, PAGES))).exports;
  const { buffer } = memory;
  for (const [index, table] of chainTables().entries())
    new Uint32Array(buffer, AT.tables + 1024 * index, 256).set(table);
  return {
    run,
    orders: new Uint8Array(buffer, AT.orders, 65_536),
    counts: new Uint32Array(buffer, AT.counts, 65_536),
    state: new Uint32Array(buffer, AT.state, 2 * KERNEL_KEYS),
    key: new Uint32Array(buffer, AT.key, KERNEL_ROWS),
    id: new Uint32Array(buffer, AT.id, KERNEL_ROWS),
    digest: new Uint32Array(buffer, AT.digest, KERNEL_ROWS),
    kind: new Uint16Array(buffer, AT.kind, KERNEL_ROWS),
  };
}

/* Parameters and locals of the function. */
const ROWS = 0;
const PLACES = 1;
const ROW = 2;
const SLOT = 3;
const CODE = 4;
const MIXED = 5;
const ID = 6;
const DIGEST = 7;

/** The word of a table at one byte of a local. */
const lookUp = (table: number, local: number, shift: 0 | 8 | 16 | 24): Code => [
  ...get(local),
  ...(shift === 0 ? [...constant(2), ...SHIFT_LEFT] : [...constant(shift - 2), ...SHIFT_RIGHT]),
  ...constant(0x3fc),
  ...AND,
  ...load(AT.tables + 1024 * table),
];
const word = (local: number, highest: number): Code[] => [
  [...lookUp(highest, local, 0)],
  [...lookUp(highest - 1, local, 8), ...XOR],
  [...lookUp(highest - 2, local, 16), ...XOR],
  [...lookUp(highest - 3, local, 24), ...XOR],
];
const column = (at: number, bytes: 1 | 2): Code => [
  ...get(ROW),
  ...constant(bytes),
  ...SHIFT_LEFT,
  ...(bytes === 1 ? load16(at) : load(at)),
];
const increment = (at: number): Code => [...load(at), ...constant(1), ...ADD, ...store(at)];

/** Leaves the block at the first row that needs more than this. */
const FOLLOW = {
  parameters: 2,
  locals: 6,
  body: [
    ...block(
      loop(
        [...get(ROW), ...get(ROWS), ...IS_LESS, ...IS_ZERO, ...branchIf(1)],
        [...column(AT.key, 2), ...tee(SLOT), ...get(PLACES), ...IS_LESS, ...IS_ZERO, ...branchIf(1)],
        [...get(SLOT), ...constant(3), ...SHIFT_LEFT, ...tee(SLOT)],
        [...load(AT.state), ...IS_ZERO, ...branchIf(1)],
        [...column(AT.kind, 1), ...tee(CODE), ...load8(AT.orders), ...IS_ZERO, ...branchIf(1)],
        // One more on this key, and one more of this kind.
        [...get(SLOT), ...get(SLOT), ...increment(AT.state)],
        [...get(CODE), ...constant(2), ...SHIFT_LEFT, ...tee(MIXED), ...get(MIXED), ...increment(AT.counts)],
        // The digest: see `chain`.
        [...get(SLOT), ...load(AT.state + 4), ...constant(-1), ...XOR, ...get(CODE), ...XOR, ...set(MIXED)],
        [...column(AT.id, 2), ...set(ID), ...column(AT.digest, 2), ...set(DIGEST)],
        get(SLOT),
        word(MIXED, 11).flat(),
        [...word(ID, 7).flat(), ...XOR],
        [...word(DIGEST, 3).flat(), ...XOR],
        [...constant(-1), ...XOR, ...store(AT.state + 4)],
        [...get(ROW), ...constant(1), ...ADD, ...set(ROW)],
        [...constant(1), ...branchIf(0)],
      ),
    ),
    ...get(ROW),
  ],
};
