// Reads an exact number of bytes from a position in an open file.
import { readSync } from 'node:fs';

/** Fills `target` as far as the file goes; returns how many bytes there were. */
export function readExactly(file: number, target: Uint8Array, position: number): number {
  let read = 0;
  while (read < target.length) {
    const got = readSync(file, target, read, target.length - read, position + read);
    if (got === 0) break;
    read += got;
  }
  return read;
}
