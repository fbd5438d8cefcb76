// Writes the reports for other programs that were asked for.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { exportText } from '../../reports/export/formats.ts';
import { FailureError } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { ExportRequest } from '../contract/request.ts';
import type { RunResult } from '../contract/result.ts';
import { visibleIn } from '../contract/visible-text.ts';
import { writeAtomically } from '../store/atomic-write.ts';
import { writeFailure } from '../store/file-failure.ts';

/** What went wrong; nothing when it was written. */
export function writeExport(path: string, content: string): readonly Failure[] {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeAtomically(path, content);
    return [];
  } catch (error) {
    const why = error instanceof FailureError ? error.failure : writeFailure(path, error);
    return [why.code === 'EL3001' ? { ...why, next: 'Name another file.' } : why];
  }
}

/** What went wrong; each is tried, whatever became of the others. */
export function writeExports(result: RunResult, requests: readonly ExportRequest[]): readonly Failure[] {
  return requests.flatMap(({ format, path }) => writeExport(path, exportText(format, visibleIn(result))));
}
