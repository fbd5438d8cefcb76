// The tokens of slices: read from file descriptor 3 and answered there, blocking, without running the event loop.
import { fstatSync, readSync, writeSync } from 'node:fs';
import type { Libc } from './libc.ts';

/** The file descriptor on which tokens travel, and how long one is. The same as in the contract, which costs a schema library to load. */
export const TOKEN_FILE = 3;
export const TOKEN_BYTES = 4;

export interface TokenFile {
  /** Waits for the next token: the operations of one slice, or 0, which ends them. When the harness is gone, so is this process. */
  next(): number;
  /** Writes one byte. */
  answer(byte: number): void;
}

/** Null when no harness gave us one. To be called before anything else opens files, which may get the number. */
export function openTokenFile(): TokenFile | null {
  if (!isSocket(TOKEN_FILE)) return null;
  const token = Buffer.alloc(TOKEN_BYTES);
  const reply = Buffer.alloc(1);
  return {
    next() {
      for (let read = 0; read < TOKEN_BYTES; )
        read += transferred(() => readSync(TOKEN_FILE, token, read, TOKEN_BYTES - read, null));
      return token.readUInt32LE(0);
    },
    answer(byte) {
      reply[0] = byte;
      transferred(() => writeSync(TOKEN_FILE, reply, 0, 1));
    },
  };
}

/** The same, of a program whose `node:fs` does not know the file. */
export function openForeignTokenFile(libc: Libc | null): TokenFile | null {
  if (libc === null || !libc.isSocket(TOKEN_FILE)) return null;
  libc.keep(TOKEN_FILE);
  const token = Buffer.alloc(TOKEN_BYTES);
  const reply = Buffer.alloc(1);
  return {
    next() {
      for (let read = 0; read < TOKEN_BYTES; )
        read += passed(() => libc.read(TOKEN_FILE, token.subarray(read)));
      return token.readUInt32LE(0);
    },
    answer(byte) {
      reply[0] = byte;
      passed(() => libc.write(TOKEN_FILE, reply));
    },
  };
}

/** A signal may interrupt a call; what fails again and again has no other side any more. */
function passed(action: () => number): number {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const bytes = action();
    if (bytes > 0) return bytes;
    if (bytes === 0) break;
    rest();
  }
  return process.exit(0);
}

const MOST_TRIES = 100;

/** A pipe goes one way only, and Node has some of its own. */
function isSocket(file: number): boolean {
  try {
    return fstatSync(file).isSocket();
  } catch {
    return false;
  }
}

/** How many bytes went over, at least one. None at all: the other side is closed, as when stdin ends. */
function transferred(action: () => number): number {
  for (;;) {
    try {
      const bytes = action();
      return bytes > 0 ? bytes : process.exit(0);
    } catch (error) {
      if (!isAgain(error)) process.exit(0);
      rest();
    }
  }
}

/** The file was made non-blocking. To spin would take the CPU from the process that has the slot. */
function rest(): void {
  Atomics.wait(NOTHING_HAPPENS, 0, 0, REST_MS);
}

const REST_MS = 0.2;
const NOTHING_HAPPENS = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

function isAgain(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
