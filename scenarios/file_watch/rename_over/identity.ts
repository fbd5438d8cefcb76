// Which file has a name now: what tells a file that was written from one that was replaced.
import { statSync } from 'node:fs';

/** The number of an inode may be given again; with the time of its birth it is one of its kind. Empty where there is no file. */
export function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.birthtimeNs}`;
}

/** By the code of the system, or by the name of the error where there is none: Deno's `NotFound`. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'NotFound' || ('code' in error && error.code === 'ENOENT');
}

/** Until the name is looked for again that no file has at the moment. Only a deleted file is waited for, never a change. */
export const MISSING_MS = 1;
