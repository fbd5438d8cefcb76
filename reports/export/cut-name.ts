// A name no longer than a consumer takes it: cut between characters, and ended by the digest of the whole, so that two long names stay two.
import { createHash } from 'node:crypto';

export function cutName(name: string, mostBytes: number): string {
  if (Buffer.byteLength(name) <= mostBytes) return name;
  const end = ` ${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  let cut = '';
  let bytes = Buffer.byteLength(end);
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > mostBytes) break;
    cut += character;
  }
  return cut + end;
}
