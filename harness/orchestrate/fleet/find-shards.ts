// What lies at the paths that are to be merged: shards, what is left of them, or something else.
import { join } from 'node:path';
import { kindAt } from '../../files/foreign-file.ts';
import type { ShardDocument } from '../../contract/shard-document.ts';
import { readJournal } from '../../store/read-journal.ts';
import { runFolderAt } from '../../store/run-folder.ts';
import { sampleTrouble } from '../../store/sample-files.ts';
import { SHARD_FILE, readShard } from '../../store/shard-file.ts';
import type { FoundShard } from './gather-shards.ts';

/** A run folder, or the `shard.ndjson` of one by itself. One file is read after the other, and samples piece by piece. */
export function findShard(path: string): FoundShard<ShardDocument> {
  const isFolder = kindAt(path) === 'folder';
  const file = isFolder ? join(path, SHARD_FILE) : path;
  if (kindAt(file) !== 'file') return isFolder ? withoutShard(path) : absent(path);
  const read = readShard(file);
  if (read.kind === 'damaged') return { kind: 'damaged', path, shard: read.shard, reason: read.reason };
  if (read.kind === 'foreign') return { kind: 'foreign', path, reason: read.reason };
  const { document } = read;
  const { shard, samples, result } = document;
  const trouble = isFolder ? sampleTrouble(path, samples) : null;
  if (trouble !== null) return { kind: 'damaged', path, shard, reason: trouble };
  const { complete, commit } = result.run;
  if (!complete) return { kind: 'damaged', path, shard, reason: 'its run was stopped before it was whole' };
  return { kind: 'whole', path, shard, commit, value: document };
}

const absent = (path: string): Extract<FoundShard<never>, { readonly kind: 'damaged' }> => ({
  kind: 'damaged',
  path,
  shard: null,
  reason: 'nothing is there',
});

/** A run that was killed has a journal at most; the first line of that says which shard it was. */
function withoutShard(path: string): FoundShard<never> {
  const { journal, results } = runFolderAt(path);
  if (kindAt(journal) !== 'file')
    return kindAt(results) === 'file'
      ? notAShard(path)
      : { ...absent(path), reason: 'the folder has no run' };
  const read = readJournal(journal);
  if (!read.ok)
    return { kind: 'damaged', path, shard: null, reason: 'its run was ended before it had a plan' };
  const { shard } = read.value.run;
  if (shard === undefined) return notAShard(path);
  return { kind: 'damaged', path, shard, reason: 'its run was ended before it wrote its results' };
}

const notAShard = (path: string): FoundShard<never> => ({
  kind: 'foreign',
  path,
  reason: 'it is a whole run and no shard',
});
