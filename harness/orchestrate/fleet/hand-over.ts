// Writes what a shard hands over to be merged, after its results: what could not be written is trouble, and the results stay.
import { join } from 'node:path';
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import { sampleFilesIn } from '../../store/sample-files.ts';
import { SHARD_FILE, writeShard } from '../../store/shard-file.ts';
import type { PreparedRun } from '../prepare/prepare-run.ts';
import { shardDocumentOf } from './shard-document.ts';
import type { ShardSources } from './shard-document.ts';

/** Nothing of a whole run. */
export function handOver(
  { shard, folder }: Pick<PreparedRun, 'shard' | 'folder'>,
  input: ShardSources['input'],
  result: RunResult,
): readonly Failure[] {
  if (shard === null) return [];
  try {
    const samples = sampleFilesIn(folder.path);
    writeShard(join(folder.path, SHARD_FILE), shardDocumentOf({ shard, input, result, samples }));
    return [];
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return [error.failure];
  }
}
