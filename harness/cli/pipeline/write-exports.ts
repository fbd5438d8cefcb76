// Writes the reports for other programs that were asked for.
import { exportText } from '../../../reports/export/formats.ts';
import type { Failure } from '../../contract/failure.ts';
import type { ExportWish } from '../../contract/request.ts';
import type { RunResult } from '../../contract/result.ts';
import { writeExport } from './write-export.ts';

/** What went wrong; each is tried, whatever became of the others. */
export function writeExports(result: RunResult, wishes: readonly ExportWish[]): readonly Failure[] {
  return wishes.flatMap(({ format, path }) => writeExport(path, exportText(format, result)));
}
