// Writes a file so that a reader, a crash or a power cut finds the old content or the new one, never something between.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FailureError } from '../contract/failure.ts';
import { writeFailure } from './file-failure.ts';

/** Throws a `FailureError` EL3001 or EL3003 and leaves the old file as it was. */
export function writeAtomically(path: string, content: string | Uint8Array): void {
  // In the same folder, because only there a rename is atomic.
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeThrough(temporary, content);
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    discard(temporary);
    throw new FailureError(writeFailure(path, error));
  }
}

/** Removes what a failed attempt left; where even that fails, the first failure is the one worth telling. */
export function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The path itself is impossible, so there is nothing to remove.
  }
}

/** Makes a rename or a new file in this folder survive a power cut. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Onto the disk before it returns. `wx`: throws EEXIST where there is a file already. */
export function writeThrough(path: string, content: string | Uint8Array, flag: 'w' | 'wx' = 'w'): void {
  const file = openSync(path, flag, 0o644);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
