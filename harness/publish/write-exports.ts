// Writes the reports for other programs that were asked for.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exportFiles } from '../../reports/export/formats.ts';
import { selectRun } from '../../reports/export/select-run.ts';
import { FailureError } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { ExportRequest, ExportSelection } from '../contract/export-formats.ts';
import type { RunResult } from '../contract/result.ts';
import { visibleIn } from '../contract/visible-text.ts';
import { writeAtomically } from '../store/atomic-write.ts';
import { writeFailure } from '../store/file-failure.ts';

export interface WantedExports {
  readonly requests: readonly ExportRequest[];
  readonly selection: ExportSelection;
}

export interface ExportSource {
  readonly result: RunResult;
  /** Other runs of the same folder, for formats that keep many. */
  readonly earlier: readonly RunResult[];
  /** Writes to stdout, as it is. */
  readonly print: (text: string) => void;
}

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
export function writeExports(
  source: ExportSource,
  { requests, selection }: WantedExports,
): readonly Failure[] {
  if (requests.length === 0) return [];
  const selected = selectRun(source.result, selection);
  if (!selected.ok) return [selected.failure];
  const earlier = source.earlier.flatMap((result) => {
    const one = selectRun(result, selection);
    return one.ok ? [visibleIn(one.value)] : [];
  });
  const result = visibleIn(selected.value);
  return requests.flatMap(({ format, path }) => {
    const files = exportFiles(format, { result, earlier });
    if (!files.ok) return [files.failure];
    return [...files.value].flatMap(([name, content]) => {
      if (path !== null) return writeExport(join(path, name), content);
      source.print(content);
      return [];
    });
  });
}
