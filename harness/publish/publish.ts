// Writes the output of a run: the results first, then the page, then the link to the newest run.
import { FailureError } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import { writeResults } from '../store/results-file.ts';
import { pointLatest } from '../store/run-folder.ts';
import type { RunFolder } from '../store/run-folder.ts';
import { writePage } from './write-page.ts';

export interface PublishOptions {
  readonly packageRoot: string;
  /** The folder of all runs, in which `latest` is. */
  readonly outRoot: string;
}

export interface Published {
  /** What stands in the results file at the end. */
  readonly result: RunResult;
  /** Each step is worth having without the others: trouble with one does not stop the next. */
  readonly troubles: readonly Failure[];
  /** What could not be done and changes nothing about the run. */
  readonly warnings: readonly Failure[];
}

/** `resultSoFar` is asked at the beginning, and at the end for what the publishing itself took: then the results are written again. */
export async function publish(
  resultSoFar: () => RunResult,
  folder: RunFolder,
  { packageRoot, outRoot }: PublishOptions,
): Promise<Published> {
  const troubles: Failure[] = [];
  const attempt = async (write: () => void | Promise<void>): Promise<boolean> => {
    try {
      await write();
      return true;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      troubles.push(error.failure);
      return false;
    }
  };
  const first = resultSoFar();
  const written = await attempt(() => writeResults(folder.results, first));
  await attempt(() => writePage(first, folder.report, packageRoot));
  const latest = pointLatest(outRoot, folder);
  // The run is whole without it: where the folder of all runs cannot be written, there is no newest run to point at.
  const warnings = latest.ok ? [] : [latest.failure];
  if (!written) return { result: first, troubles, warnings };
  const result = resultSoFar();
  await attempt(() => writeResults(folder.results, result));
  return { result, troubles, warnings };
}
