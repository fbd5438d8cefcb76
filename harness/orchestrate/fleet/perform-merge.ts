// Merges shards: what is named is found and looked at, then either all of it is one result, or each trouble has a name.
import { FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { publish } from '../../publish/publish.ts';
import { createRunFolder } from '../../store/run-folder.ts';
import type { Measured } from '../measure-run.ts';
import { findPackage } from '../package-root.ts';
import { findShard } from './find-shards.ts';
import { gatherShards } from './gather-shards.ts';
import { mergeShards } from './merge-shards.ts';

export interface MergeRequest {
  readonly paths: readonly string[];
  /** Null: a new folder among the runs. */
  readonly out: string | null;
  /** The folder of all runs. */
  readonly outRoot: string;
}

export type Merged =
  | { readonly ok: true; readonly measured: Measured }
  | { readonly ok: false; readonly troubles: readonly Failure[] };

export async function performMerge({ paths, out, outRoot }: MergeRequest): Promise<Merged> {
  const gathered = gatherShards(paths.map(findShard));
  if (!gathered.ok) return gathered;
  const result = mergeShards(gathered.shards);
  const made = createRunFolder({ root: outRoot, runId: result.run.id, ...(out === null ? {} : { out }) });
  if (!made.ok) throw new FailureError(made.failure);
  const folder = made.value;
  const published = await publish(() => result, folder, { packageRoot: findPackage().root, outRoot });
  return { ok: true, measured: { folder, ...published } };
}
