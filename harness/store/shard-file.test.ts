// A shard's file is whole, or it is said in which way it is not; and so are its samples.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { shardDocuments } from '../testing/shard-documents.ts';
import { sampleFilesIn, sampleTrouble } from './sample-files.ts';
import { readShard, writeShard } from './shard-file.ts';

function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-shard-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function written(): { readonly path: string; readonly bytes: Buffer } {
  const path = join(folderOf(), 'shard.ndjson');
  const [document] = shardDocuments([1, 2]);
  if (document === undefined) throw new Error('no shard');
  writeShard(path, document);
  return { path, bytes: readFileSync(path) };
}

test('what was written is read', () => {
  const { path } = written();
  expect(readShard(path)).toEqual({ kind: 'whole', document: shardDocuments([1, 2])[0] });
});

test('cut anywhere, it is damaged, and after its first line it is known which shard it was', () => {
  const { path, bytes } = written();
  const head = bytes.indexOf('\n') + 1;
  for (const length of [0, 1, head - 1, head, head + 1, bytes.length - 1]) {
    writeFileSync(path, bytes.subarray(0, length));
    const shard = length < head ? null : { plan: 'p1', index: 1, count: 2 };
    expect(readShard(path)).toMatchObject({ kind: 'damaged', shard });
  }
});

test('a changed or an added byte is damage; another format is no shard', () => {
  const { path, bytes } = written();
  const changed = Buffer.from(bytes);
  changed.write('9', bytes.length - 20);
  for (const content of [changed, Buffer.concat([bytes, Buffer.from('x')])]) {
    writeFileSync(path, content);
    expect(readShard(path)).toMatchObject({ kind: 'damaged', reason: 'it is not as it was written' });
  }
  writeFileSync(path, '{"schema":"evenloop/shard@9"}\n{}\n');
  expect(readShard(path).kind).toBe('foreign');
});

test('a document that does not match is no shard, though its digest is right', () => {
  const { path } = written();
  const [document] = shardDocuments([1, 2]);
  writeShard(path, { ...document, blocks: 7 } as unknown as NonNullable<typeof document>);
  expect(readShard(path).kind).toBe('foreign');
});

test('samples that are cut, changed or gone are named; those that were not brought along are no trouble', () => {
  const folder = folderOf();
  mkdirSync(join(folder, 'samples'));
  for (const name of ['a.evsg', 'b.evsg']) writeFileSync(join(folder, 'samples', name), `samples of ${name}`);
  const files = sampleFilesIn(folder);
  expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
    ['samples/a.evsg', 17],
    ['samples/b.evsg', 17],
  ]);
  expect(sampleTrouble(folder, files)).toBeNull();
  writeFileSync(join(folder, 'samples/b.evsg'), 'samples of c.evsg');
  expect(sampleTrouble(folder, files)).toBe('samples/b.evsg is not as it was written');
  truncateSync(join(folder, 'samples/b.evsg'), 3);
  expect(sampleTrouble(folder, files)).toBe('samples/b.evsg is cut short: it has 3 of 17 bytes');
  rmSync(join(folder, 'samples/b.evsg'));
  expect(sampleTrouble(folder, files)).toBe('samples/b.evsg is gone');
  rmSync(join(folder, 'samples'), { recursive: true });
  expect(sampleTrouble(folder, files)).toBeNull();
});
