// The few WebAssembly instructions of which the kernels are made, as bytes. Numbers are 32 bits wide, vectors sixteen bytes.

export type Code = readonly number[];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const tee = (local: number): Code => [0x22, ...unsigned(local)];
export const constant = (value: number): Code => [0x41, ...signed(value)];
/** From the address on the stack plus `at`. */
export const load = (at: number): Code => [0x28, 2, ...unsigned(at)];
/** The value on top of the stack to the address below it plus `at`. */
export const store = (at: number): Code => [0x36, 2, ...unsigned(at)];

export const ADD: Code = [0x6a];
export const AND: Code = [0x71];
export const XOR: Code = [0x73];
export const SHIFT_LEFT: Code = [0x74];
/** The highest bit comes in from the left. */
export const SHIFT_RIGHT_SIGNED: Code = [0x75];
export const IS_ZERO: Code = [0x45];
export const IS_LESS: Code = [0x49];
/** Below the top of the stack two values: the lower one, or the upper one where the top is 0. */
export const SELECT: Code = [0x1b];

const vector = (operation: number): Code => [0xfd, ...unsigned(operation)];
export const loadVector = (at: number): Code => [...vector(0), 0, ...unsigned(at)];
export const storeVector = (at: number): Code => [...vector(11), 0, ...unsigned(at)];
export const AND_VECTOR: Code = vector(0x4e);
export const OR_VECTOR: Code = vector(0x50);
export const XOR_VECTOR: Code = vector(0x51);
/** 1 when any bit of the vector is set, else 0. */
export const IS_ANY: Code = vector(0x53);
export const SPLAT_8: Code = vector(0x0f);
/** One number in each of the eight 16-bit parts, and such parts compared (all bits where they are equal) and subtracted. */
export const SPLAT_16: Code = vector(0x10);
export const IS_EQUAL_16: Code = vector(0x2d);
export const SUBTRACT_16: Code = vector(0x91);
/** Shifts each of the eight 16-bit parts. */
export const SHIFT_RIGHT_16: Code = vector(0x8d);
/** Below the top of the stack a table of sixteen bytes, on top sixteen places in it. */
export const LOOK_UP: Code = vector(0x0e);
/** The lower or upper halves of two vectors, a byte of each in turn. */
export const INTERLEAVE_LOW: Code = [...vector(0x0d), ...interleaved(0)];
export const INTERLEAVE_HIGH: Code = [...vector(0x0d), ...interleaved(8)];

/** Each second byte of two vectors, from the first or the second on. */
export const EVEN_BYTES: Code = [...vector(0x0d), ...Array.from({ length: 16 }, (_, byte) => 2 * byte)];
export const ODD_BYTES: Code = [...vector(0x0d), ...Array.from({ length: 16 }, (_, byte) => 2 * byte + 1)];

function interleaved(first: number): Code {
  return Array.from({ length: 8 }, (_, byte) => [first + byte, 16 + first + byte]).flat();
}

/** Branches out of `blocks` blocks when the top of the stack is not 0. A branch to a loop begins it again. */
export const branchIf = (blocks: number): Code => [0x0d, ...unsigned(blocks)];
export const block = (...body: readonly Code[]): Code => [0x02, 0x40, ...body.flat(), END];
export const loop = (...body: readonly Code[]): Code => [0x03, 0x40, ...body.flat(), END];

export interface WasmFunction {
  /** Integers, numbered from 0. */
  readonly parameters: number;
  /** Integers, numbered after the parameters. */
  readonly locals: number;
  /** Numbered after the integers. */
  readonly vectors: number;
  /** Leaves one integer. */
  readonly body: Code;
}

/** The parts of WebAssembly used here. Its types ship with lib.dom, which this project does not include. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (size: { readonly initial: number }) => WasmMemory;
};

export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

export type Instance<Name extends string> = Readonly<Record<Name, (...parameters: number[]) => number>>;

/** Compiled once, for any memory of at least `bytes`. */
export interface WasmProgram<Name extends string> {
  readonly on: (memory: WasmMemory) => Instance<Name>;
}

const PAGE_BYTES = 65_536;

export function makeMemory(bytes: number): WasmMemory {
  return new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
}

/** These functions under their names. They work in a memory of at least `bytes`. */
export function programOf<Name extends string>(
  functions: Readonly<Record<Name, WasmFunction>>,
  bytes: number,
): WasmProgram<Name> {
  const all = Object.entries<WasmFunction>(functions);
  const text = Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(
      1,
      all.map(([, one]) => typeOf(one)),
    ),
    ...section(2, [[...name('on'), ...name('memory'), 2, 0, ...unsigned(Math.ceil(bytes / PAGE_BYTES))]]),
    ...section(
      3,
      all.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      all.map(([called], index) => exported(called, index)),
    ),
    ...section(
      10,
      all.map(([, one]) => codeOf(one)),
    ),
  ]);
  const module = new WebAssembly.Module(text);
  return {
    on: (memory) => new WebAssembly.Instance(module, { on: { memory } }).exports as Instance<Name>,
  };
}

const MAGIC_AND_VERSION: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const END = 0x0b;
const I32 = 0x7f;
const V128 = 0x7b;

function exported(called: string, index: number): Code {
  return [...name(called), 0, ...unsigned(index)];
}

function typeOf({ parameters }: WasmFunction): Code {
  return [0x60, ...list(Array.from({ length: parameters }, () => [I32])), 1, I32];
}

function codeOf({ locals, vectors, body }: WasmFunction): Code {
  const code = [
    ...list([
      [...unsigned(locals), I32],
      [...unsigned(vectors), V128],
    ]),
    ...body,
    END,
  ];
  return [...unsigned(code.length), ...code];
}

function section(id: number, entries: readonly Code[]): Code {
  const content = list(entries);
  return [id, ...unsigned(content.length), ...content];
}

function list(entries: readonly Code[]): Code {
  return [...unsigned(entries.length), ...entries.flat()];
}

function name(text: string): Code {
  return [text.length, ...new TextEncoder().encode(text)];
}

/** Seven bits a byte, the lowest first. */
function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  const ends = value >= -0x40 && value < 0x40;
  return ends ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}
