// Functions of the C library, called directly in programs that have Node's modules but not all that a runner needs of them.
import { createRequire } from 'node:module';

export interface Libc {
  /** CLOCK_MONOTONIC, which all processes of the machine share. */
  readonly monotonicNs: () => bigint;
  /** What the function of this name returns: how many bytes, or -1. Blocks as long as the file does. */
  readonly read: (file: number, bytes: Uint8Array) => number;
  readonly write: (file: number, bytes: Uint8Array) => number;
  /** Whether the file is a socket of this process. */
  readonly isSocket: (file: number) => boolean;
  /** Makes a file block, and closes it in children. */
  readonly keep: (file: number) => void;
}

/** Of a library that was opened: by name, with numbers and buffers as arguments. */
type Functions = Readonly<Record<string, (...args: (number | Uint8Array | BigInt64Array)[]) => unknown>>;

type ForeignType = 'i32' | 'buffer' | 'usize' | 'isize';
interface Signature {
  readonly args: readonly ForeignType[];
  readonly returns: ForeignType;
}

const SIGNATURES: Readonly<Record<string, Signature>> = {
  clock_gettime: { args: ['i32', 'buffer'], returns: 'i32' },
  read: { args: ['i32', 'buffer', 'usize'], returns: 'isize' },
  write: { args: ['i32', 'buffer', 'usize'], returns: 'isize' },
  fcntl: { args: ['i32', 'i32', 'i32'], returns: 'i32' },
  getsockopt: { args: ['i32', 'i32', 'i32', 'buffer', 'buffer'], returns: 'i32' },
};

const LIBRARY = 'libc.so.6';
const MONOTONIC = 1;
const NS_PER_S = 1_000_000_000n;
const [SOL_SOCKET, SO_TYPE] = [1, 3];
const [F_SETFD, F_GETFL, F_SETFL] = [2, 3, 4];
const FD_CLOEXEC = 1;
const O_NONBLOCK = 0o4000;

/** Null where there is no such library, or no way to call it. The numbers above are those of Linux. */
export function openLibc(): Libc | null {
  if (process.platform !== 'linux') return null;
  try {
    return libcOf(process.versions['bun'] === undefined ? openByDeno() : openByBun());
  } catch {
    return null;
  }
}

function libcOf(functions: Functions): Libc {
  const call = (name: string, ...args: (number | Uint8Array | BigInt64Array)[]): number =>
    Number(functions[name]?.(...args) ?? -1);
  const time = new BigInt64Array(2);
  const type = new Uint8Array(4);
  const size = new Uint8Array([type.length, 0, 0, 0]);
  return {
    monotonicNs() {
      call('clock_gettime', MONOTONIC, time);
      const [seconds = 0n, nanoseconds = 0n] = time;
      return seconds * NS_PER_S + nanoseconds;
    },
    read: (file, bytes) => call('read', file, bytes, bytes.length),
    write: (file, bytes) => call('write', file, bytes, bytes.length),
    isSocket: (file) => call('getsockopt', file, SOL_SOCKET, SO_TYPE, type, size) === 0,
    keep(file) {
      call('fcntl', file, F_SETFL, call('fcntl', file, F_GETFL, 0) & ~O_NONBLOCK);
      call('fcntl', file, F_SETFD, FD_CLOEXEC);
    },
  };
}

interface BunForeign {
  dlopen(path: string, functions: object): { readonly symbols: Functions };
}

const BUN_NAMES: Readonly<Record<ForeignType, string>> = {
  i32: 'i32',
  buffer: 'ptr',
  usize: 'u64',
  isize: 'i64',
};

function openByBun(): Functions {
  const foreign: BunForeign = createRequire(import.meta.url)('bun:ffi');
  const functions = mapped(({ args, returns }) => ({
    args: args.map((arg) => BUN_NAMES[arg]),
    returns: BUN_NAMES[returns],
  }));
  return foreign.dlopen(LIBRARY, functions).symbols;
}

declare const Deno: { dlopen(path: string, functions: object): { readonly symbols: Functions } };

function openByDeno(): Functions {
  const functions = mapped(({ args, returns }) => ({ parameters: args, result: returns }));
  return Deno.dlopen(LIBRARY, functions).symbols;
}

function mapped(to: (signature: Signature) => object): Record<string, object> {
  return Object.fromEntries(Object.entries(SIGNATURES).map(([name, signature]) => [name, to(signature)]));
}
