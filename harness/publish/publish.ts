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

/** Goes on after trouble, because each step is worth having without the others; answers with the troubles. */
export async function publish(
  result: RunResult,
  folder: RunFolder,
  { packageRoot, outRoot }: PublishOptions,
): Promise<readonly Failure[]> {
  const troubles: Failure[] = [];
  const attempt = async (write: () => void | Promise<void>): Promise<void> => {
    try {
      await write();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      troubles.push(error.failure);
    }
  };
  await attempt(() => writeResults(folder.results, result));
  await attempt(() => writePage(result, folder.report, packageRoot));
  const latest = pointLatest(outRoot, folder);
  return latest.ok ? troubles : [...troubles, latest.failure];
}
