// Data and code of the page as text for a script element: gzip, base64. The browser inflates it by DecompressionStream.
import { gzipSync } from 'node:zlib';

/** RFC 1952: the byte that names the system that wrote it, and the value for `unknown`. */
const SYSTEM_AT = 9;
const UNKNOWN = 255;

/** The same value gives the same text on every platform. */
export function dataBlock(value: unknown): string {
  return packedText(JSON.stringify(value));
}

export function packedText(text: string): string {
  const bytes = gzipSync(text, { level: 9 });
  bytes[SYSTEM_AT] = UNKNOWN;
  return bytes.toString('base64');
}
