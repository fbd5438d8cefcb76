// The few WebAssembly instructions of which the sequence kernel is made, as bytes. Each pushes or pops 32-bit integers.

export type Code = readonly number[];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const tee = (local: number): Code => [0x22, ...unsigned(local)];
export const constant = (value: number): Code => [0x41, ...signed(value)];
/** From the address on the stack plus `at`. */
export const load = (at: number): Code => [0x28, 2, ...unsigned(at)];
export const load8 = (at: number): Code => [0x2d, 0, ...unsigned(at)];
export const load16 = (at: number): Code => [0x2f, 1, ...unsigned(at)];
/** The value on top of the stack to the address below it plus `at`. */
export const store = (at: number): Code => [0x36, 2, ...unsigned(at)];

export const ADD: Code = [0x6a];
export const AND: Code = [0x71];
export const XOR: Code = [0x73];
export const SHIFT_LEFT: Code = [0x74];
export const SHIFT_RIGHT: Code = [0x76];
export const IS_ZERO: Code = [0x45];
export const IS_LESS: Code = [0x49];

/** Branches out of `blocks` blocks when the top of the stack is not 0. A branch to a loop begins it again. */
export const branchIf = (blocks: number): Code => [0x0d, ...unsigned(blocks)];
export const block = (...body: readonly Code[]): Code => [0x02, 0x40, ...body.flat(), END];
export const loop = (...body: readonly Code[]): Code => [0x03, 0x40, ...body.flat(), END];

export interface WasmFunction {
  readonly parameters: number;
  readonly locals: number;
  readonly body: Code;
}

/** A module with this one function, `run`, of integers to an integer, and a memory of `pages` pages of 64 KiB, `memory`. */
export function moduleOf({ parameters, locals, body }: WasmFunction, pages: number): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...vector(Array.from({ length: parameters }, () => [I32])), 1, I32];
  const code = [...vector([[...unsigned(locals), I32]]), ...body, END];
  return Uint8Array.from([
    ...MAGIC_AND_VERSION,
    ...section(1, [type]),
    ...section(3, [[0]]),
    ...section(5, [[0, ...unsigned(pages)]]),
    ...section(7, [
      [...name('memory'), 2, 0],
      [...name('run'), 0, 0],
    ]),
    ...section(10, [[...unsigned(code.length), ...code]]),
  ]);
}

const MAGIC_AND_VERSION: Code = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const END = 0x0b;
const I32 = 0x7f;

function section(id: number, entries: readonly Code[]): Code {
  const content = vector(entries);
  return [id, ...unsigned(content.length), ...content];
}

function vector(entries: readonly Code[]): Code {
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
