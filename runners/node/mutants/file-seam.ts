// The seam of the files: `readFile` of fs/promises and of fs.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import promises from 'node:fs/promises';
import timers from 'node:timers/promises';
import type { Patch } from '../../../harness/mutants/spec.ts';
import type { Moment } from './moment.ts';

/** The whole content of a file. */
type Read = (path: string) => Promise<Buffer>;

/** Patches reads of whole files as buffers, by a path: all that workloads do. */
export function patchFiles(patch: Patch, moment: Moment): void {
  const { readFile } = promises;
  const sleep = timers.setTimeout;
  const patched = readOf(patch, (path) => readFile(path), moment, sleep);
  if (patched === null) return;
  const read: Read = (path) => (moment.acts() ? patched(path) : readFile(path));
  Object.assign(promises, { readFile: read });
  Object.assign(fs, {
    readFile: (path: string, done: (error: unknown, content?: Buffer) => void) => {
      void handOver(read(path), done);
    },
  });
  syncBuiltinESMExports();
}

async function handOver(
  reading: Promise<Buffer>,
  done: (error: unknown, content?: Buffer) => void,
): Promise<void> {
  const read = await reading.then(
    (content) => ({ error: null, content }),
    (error: unknown) => ({ error, content: undefined }),
  );
  setImmediate(() => done(read.error, read.content));
}

function readOf(
  patch: Patch,
  read: Read,
  moment: Moment,
  sleep: (ms: number) => Promise<unknown>,
): Read | null {
  const remembered = new Map<string, Promise<Buffer>>();
  if (patch.act === 'empty-read')
    return async (path) => (basename(path) === patch.file ? Buffer.alloc(0) : read(path));
  if (patch.act === 'flip-read')
    return async (path) => (basename(path) === patch.file ? flipped(await read(path)) : read(path));
  if (patch.act === 'remember-reads')
    return (path) => {
      const known = remembered.get(path) ?? read(path);
      remembered.set(path, known);
      return known;
    };
  if (patch.act === 'slow-reads')
    return async (path) => {
      await sleep(1 + Math.floor(moment.chance() * patch.ms));
      return read(path);
    };
  return null;
}

function flipped(content: Buffer): Buffer {
  const at = Math.floor(content.length / 2);
  content[at] = (content[at] ?? 0) ^ 1;
  return content;
}
