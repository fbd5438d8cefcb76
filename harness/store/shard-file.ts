// `shard.ndjson` in the folder of a shard's run: written whole or not at all, and never believed unread.
import { createHash } from 'node:crypto';
import { Compile } from 'typebox/compile';
import type { Validator } from 'typebox/compile';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { SHARD_SCHEMA } from '../contract/shard.ts';
import type { ShardView } from '../contract/shard.ts';
import { ShardDocument, ShardHead } from '../contract/shard-document.ts';
import { readForeignBytes } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { writeAtomically } from './atomic-write.ts';
import { codeOf } from './file-failure.ts';
import { implausibility } from './plausible-results.ts';

export const SHARD_FILE = 'shard.ndjson';

/** Throws a `FailureError` when the file cannot be written. */
export function writeShard(path: string, document: ShardDocument): void {
  const content = Buffer.from(`${JSON.stringify(document)}\n`);
  const head: ShardHead = {
    schema: SHARD_SCHEMA,
    shard: document.shard,
    bytes: content.length,
    sha256: digestOf(content),
  };
  writeAtomically(path, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), content]));
}

export type ReadShard =
  | { readonly kind: 'whole'; readonly document: ShardDocument }
  /** `shard`: null where not even the first line is there. */
  | { readonly kind: 'damaged'; readonly shard: ShardView | null; readonly reason: string }
  /** It is no shard, or of another format. */
  | { readonly kind: 'foreign'; readonly reason: string };

export function readShard(path: string): ReadShard {
  let bytes: Buffer;
  try {
    bytes = readForeignBytes(path, STORED.results);
  } catch (error) {
    return { kind: 'damaged', shard: null, reason: `it cannot be read (${codeOf(error)})` };
  }
  const end = bytes.indexOf(0x0a);
  const head = end < 0 ? null : parsed(bytes.subarray(0, end));
  if (!isHead(head))
    return end < 0
      ? { kind: 'damaged', shard: null, reason: 'its first line is cut off' }
      : { kind: 'foreign', reason: `it is not written as ${SHARD_SCHEMA}` };
  const { shard } = head;
  const content = bytes.subarray(end + 1);
  if (content.length < head.bytes)
    return {
      kind: 'damaged',
      shard,
      reason: `it is cut short: it has ${content.length} of ${head.bytes} bytes`,
    };
  if (content.length > head.bytes || digestOf(content) !== head.sha256)
    return { kind: 'damaged', shard, reason: 'it is not as it was written' };
  return readDocument(parsed(content), shard);
}

function readDocument(value: unknown, shard: ShardView): ReadShard {
  if (!isDocument(value)) return { kind: 'foreign', reason: `it does not match ${SHARD_SCHEMA}` };
  const odd = implausibility(value.result);
  if (odd !== null) return { kind: 'foreign', reason: odd };
  const { plan, index, count } = value.shard;
  if (plan !== shard.plan || index !== shard.index || count !== shard.count)
    return { kind: 'foreign', reason: 'its two lines are of different shards' };
  return { kind: 'whole', document: value };
}

let compiled: {
  head: Validator<{}, typeof ShardHead>;
  document: Validator<{}, typeof ShardDocument>;
} | null = null;
const validators = () => (compiled ??= { head: Compile(ShardHead), document: Compile(ShardDocument) });
const isHead = (value: unknown): value is ShardHead => validators().head.Check(value);
const isDocument = (value: unknown): value is ShardDocument => validators().document.Check(value);

function parsed(bytes: Buffer): unknown {
  try {
    return parseForeignJson(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
