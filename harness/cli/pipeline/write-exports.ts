// Writes the reports for other programs that were asked for.
import { exportText } from '../../../reports/export/formats.ts';
import type { Failure } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import type { ExportWish } from '../options/export-options.ts';
import { writeExport } from './write-export.ts';

/** The failures; a failed export does not prevent the next one. */
export function writeExports(result: RunResult, wishes: readonly ExportWish[]): readonly Failure[] {
  return wishes.flatMap(({ format, path }) => writeExport(path, exportText(format, result)));
}
