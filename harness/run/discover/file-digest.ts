// SHA-256 of a file, streamed, and remembered as long as the file stays the same.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

const known = new Map<string, Promise<string>>();

/** The SHA-256 of the file at `path`, in hexadecimal. */
export async function fileSha256(path: string): Promise<string> {
  const { dev, ino, size, mtimeMs } = await stat(path);
  const key = [path, dev, ino, size, mtimeMs].join('|');
  const digest = known.get(key) ?? readDigest(path);
  known.set(key, digest);
  return digest;
}

async function readDigest(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}
