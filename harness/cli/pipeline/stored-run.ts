// Finds and reads the results of a stored run: its folder or its results.json.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FailureError } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import { readResults } from '../../store/results-file.ts';
import { runFolderAt } from '../../store/run-folder.ts';

export interface StoredRun {
  readonly result: RunResult;
  /** Where its page belongs. */
  readonly pagePath: string;
}

/** Throws a `FailureError` EL1005 when there is no such run or it cannot be read. */
export function readStoredRun(path: string): StoredRun {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = isFolder ? runFolderAt(path).results : path;
  const read = readResults(file);
  if (!read.ok) throw new FailureError(read.failure);
  return { result: read.value, pagePath: join(dirname(file), 'report.html') };
}
