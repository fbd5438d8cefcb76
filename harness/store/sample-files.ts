// The files of samples of a run folder, by length and checksum: read piece by piece, however large they are.
import { closeSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { SampleFile } from '../contract/shard-document.ts';
import { kindAt, openForeign } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { sidecarPath } from './sidecar-path.ts';

const FOLDER = 'samples';
const CHUNK_BYTES = 1 << 20;

/** In the order of their names; empty where there is no such folder. */
export function sampleFilesIn(runFolder: string): SampleFile[] {
  if (kindAt(join(runFolder, FOLDER)) !== 'folder') return [];
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  return readdirSync(join(runFolder, FOLDER))
    .sort()
    .map((name) => `${FOLDER}/${name}`)
    .map((path) => Object.assign({ path }, fingerprint(sidecarPath(runFolder, path), buffer)));
}

/** Why the samples of a run folder are not those that it was written with; null: they are, or were not brought along at all. */
export function sampleTrouble(runFolder: string, files: readonly SampleFile[]): string | null {
  if (files.length === 0 || kindAt(join(runFolder, FOLDER)) !== 'folder') return null;
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (const { path, bytes, crc32: expected } of files) {
    if (kindAt(sidecarPath(runFolder, path)) !== 'file') return `${path} is gone`;
    const found = fingerprint(sidecarPath(runFolder, path), buffer);
    if (found.bytes < bytes) return `${path} is cut short: it has ${found.bytes} of ${bytes} bytes`;
    if (found.bytes > bytes || found.crc32 !== expected) return `${path} is not as it was written`;
  }
  return null;
}

function fingerprint(path: string, buffer: Buffer): Omit<SampleFile, 'path'> {
  const { file } = openForeign(path, STORED.samples);
  try {
    let [bytes, crc] = [0, 0];
    for (;;) {
      const read = readSync(file, buffer, 0, buffer.length, null);
      if (read === 0) return { bytes, crc32: crc };
      bytes += read;
      crc = crc32(buffer.subarray(0, read), crc);
    }
  } finally {
    closeSync(file);
  }
}
