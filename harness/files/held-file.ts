// Files that a runner fills and the harness has made: held open from before the runner lives, and read through that handle alone.
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, rmSync } from 'node:fs';
import { NO_FOLLOW, kindOf } from './foreign-file.ts';

export interface HeldFile {
  readonly path: string;
  /** Open for reading and writing; children do not inherit it. */
  readonly file: number;
}

/** Makes the file, empty, in the place of whatever was there. Throws the error of the system. */
export function holdFile(path: string): HeldFile {
  rmSync(path, { force: true });
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;
  return { path, file: openSync(path, flags, 0o644) };
}

export const bytesOf = ({ file }: HeldFile): number => fstatSync(file).size;

/** All of it. The caller has looked how long it is. */
export function readHeld(held: HeldFile): Buffer {
  const bytes = Buffer.alloc(bytesOf(held));
  let read = 0;
  while (read < bytes.length) {
    const got = readSync(held.file, bytes, read, bytes.length - read, read);
    if (got === 0) break;
    read += got;
  }
  return bytes.subarray(0, read);
}

export function releaseFile({ file }: HeldFile): void {
  closeSync(file);
}

/** What is at its path now, in words, when it is no longer the file that was made; null: it is. */
export function replacedBy({ path, file }: HeldFile): string | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 'nothing: it was removed';
  const other = kindOf(found);
  if (other !== null) return other === 'EISDIR' ? 'a folder' : other;
  const own = fstatSync(file);
  return own.dev === found.dev && own.ino === found.ino ? null : 'another file';
}

/** Takes away whatever stands at the path, and what a link there points at stays. */
export function removeReplaced({ path }: HeldFile): void {
  rmSync(path, { recursive: true, force: true });
}
