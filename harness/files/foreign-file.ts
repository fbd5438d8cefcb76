// Opens and reads files that others made: never a FIFO, a socket or a device, never without end, and by the descriptor that was looked at.
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import type { Stats } from 'node:fs';

export interface ForeignLimits {
  /** What is larger is not opened. */
  readonly mostBytes: number;
  /** `refused`: a symbolic link at the end of the path is not followed. A path that a person named may be one. */
  readonly links?: 'followed' | 'refused';
}

export interface ForeignFile {
  readonly file: number;
  readonly bytes: number;
}

/** `code` says what it is instead of a file that can be read, in words or as an error of the system. */
export class ForeignFileError extends Error {
  readonly code: string;
  constructor(code: string, path: string) {
    super(`${path}: ${code}`);
    this.name = 'ForeignFileError';
    this.code = code;
  }
}

/** Systems without these flags have no such files either. */
const NO_WAIT = constants.O_NONBLOCK ?? 0;
export const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** The caller closes it. Throws a `ForeignFileError`, or the error of the system. */
export function openForeign(path: string, { mostBytes, links = 'followed' }: ForeignLimits): ForeignFile {
  // Looked at before it is opened, because opening alone can act on a device or on who waits at a FIFO ...
  refuse(links === 'refused' ? lstatSync(path) : statSync(path), path, mostBytes);
  const flags = constants.O_RDONLY | NO_WAIT | (links === 'refused' ? NO_FOLLOW : 0);
  const file = openSync(path, flags);
  try {
    // ... and again as it is now open, because it may be another one meanwhile.
    const found = fstatSync(file);
    refuse(found, path, mostBytes);
    return { file, bytes: found.size };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

function refuse(found: Stats, path: string, mostBytes: number): void {
  const other = kindOf(found);
  if (other !== null) throw new ForeignFileError(other, path);
  if (found.size > mostBytes)
    throw new ForeignFileError(`it has ${found.size} bytes, and at most ${mostBytes} are read`, path);
}

/** What is there instead of a file, in words; null: it is a file. */
export function kindOf(found: Stats): string | null {
  if (found.isFile()) return null;
  if (found.isDirectory()) return 'EISDIR';
  if (found.isSymbolicLink()) return 'a symbolic link';
  if (found.isFIFO()) return 'a FIFO';
  return found.isSocket() ? 'a socket' : 'a device';
}

export function readForeignBytes(path: string, limits: ForeignLimits): Buffer {
  const { file, bytes } = openForeign(path, limits);
  try {
    const whole = Buffer.allocUnsafe(bytes);
    let read = 0;
    while (read < bytes) {
      const got = readSync(file, whole, read, bytes - read, read);
      if (got === 0) break;
      read += got;
    }
    // What was appended meanwhile is left out.
    return whole.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

const BYTE_ORDER_MARK = '\u{feff}';

/** Without the mark that some editors write in front of everything. */
export function readForeignText(path: string, limits: ForeignLimits): string {
  const text = readForeignBytes(path, limits).toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

const COPIED_AT_ONCE = 1 << 20;

/** A new file with what is in the one at `from`. Throws `EEXIST` where there is one. */
export function copyForeign(from: string, to: string, limits: ForeignLimits): void {
  const { file, bytes } = openForeign(from, limits);
  try {
    const copy = openSync(to, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, 0o644);
    try {
      const chunk = new Uint8Array(Math.min(COPIED_AT_ONCE, bytes));
      for (let at = 0; at < bytes; ) {
        const got = readSync(file, chunk, 0, Math.min(chunk.length, bytes - at), at);
        if (got === 0) break;
        for (let written = 0; written < got; )
          written += writeSync(copy, chunk, written, got - written, at + written);
        at += got;
      }
    } finally {
      closeSync(copy);
    }
  } finally {
    closeSync(file);
  }
}

/** What is at a path, links followed. Nothing is thrown: links in a circle, and what may not be looked at, are nothing that can be used. */
export function kindAt(path: string): 'file' | 'folder' | 'other' | 'nothing' {
  let found: Stats | undefined;
  try {
    found = statSync(path, { throwIfNoEntry: false });
  } catch {
    return 'other';
  }
  if (found === undefined) return 'nothing';
  if (found.isFile()) return 'file';
  return found.isDirectory() ? 'folder' : 'other';
}
