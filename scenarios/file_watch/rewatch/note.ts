// What the workloads of file_watch.rewatch call things: the file that is watched, and why a watch could not be opened.

/** The one file that is of interest, in each of the two directories. */
export const NOTE = 'note.txt';

/** The key of directories that are not there. */
export const PROBE_KEY = 2;

const NOT_FOUND = 2;
const ANY_OTHER_REASON = 0xffffffff;

export interface NoteKinds {
  readonly modified: number;
  readonly settled: number;
  readonly opened: number;
  readonly failed: number;
  readonly late: number;
}

export function reasonOf(error: unknown): number {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'ENOENT' ? NOT_FOUND : ANY_OTHER_REASON;
}
