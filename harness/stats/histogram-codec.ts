// Histograms as text that other tools read: HdrHistogram V2, compressed, in base64. Early values have no place in it.
import { deflateSync, inflateSync } from 'node:zlib';
import { bucketOf, EMPTY_HISTOGRAM, lowestOf } from './histogram.ts';
import type { Histogram } from './histogram.ts';

const COMPRESSED = 0x1c849314;
const PLAIN = 0x1c849313;
const OUTER_BYTES = 8;
const HEADER_BYTES = 40;
const DIGITS = 3;
const LOWEST = 1;
/** An hour: what other tools declare, so that histograms of several files share a layout. */
const USUAL_HIGHEST = 3_600_000_000_000;
/** All buckets up to 2^53, nine bytes each, and the header. Whoever sends more sends something else. */
const MOST_BYTES = HEADER_BYTES + 9 * 46_000;

export function encodeHistogram({ counts }: Histogram): string {
  const payload = Buffer.from(wordsOf(counts).flatMap(bytesOfWord));
  const plain = Buffer.alloc(HEADER_BYTES + payload.length);
  plain.writeInt32BE(PLAIN, 0);
  plain.writeInt32BE(payload.length, 4);
  plain.writeInt32BE(0, 8);
  plain.writeInt32BE(DIGITS, 12);
  plain.writeBigInt64BE(BigInt(LOWEST), 16);
  plain.writeBigInt64BE(BigInt(Math.max(USUAL_HIGHEST, lowestOf(counts.length) - 1)), 24);
  plain.writeDoubleBE(1, 32);
  payload.copy(plain, HEADER_BYTES);
  const compressed = deflateSync(plain);
  const outer = Buffer.alloc(OUTER_BYTES);
  outer.writeInt32BE(COMPRESSED, 0);
  outer.writeInt32BE(compressed.length, 4);
  return Buffer.concat([outer, compressed]).toString('base64');
}

export type Decoded =
  | { readonly kind: 'histogram'; readonly histogram: Histogram }
  | { readonly kind: 'refused'; readonly why: string };

/** Reads what any tool wrote with three significant digits from 1 on: the layout of ours, so that nothing is rounded twice. */
export function decodeHistogram(text: string): Decoded {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < OUTER_BYTES || bytes.readInt32BE(0) !== COMPRESSED)
    return refused('it does not begin as a compressed HdrHistogram of version 2');
  const length = bytes.readInt32BE(4);
  if (length !== bytes.length - OUTER_BYTES)
    return refused(`it says ${length} compressed bytes and has ${bytes.length - OUTER_BYTES}`);
  const plain = inflated(bytes.subarray(OUTER_BYTES));
  if (plain === null) return refused('what is inside cannot be decompressed');
  const objection = objectionTo(plain);
  return objection === null ? decodedPayload(plain.subarray(HEADER_BYTES)) : refused(objection);
}

function inflated(bytes: Buffer): Buffer | null {
  try {
    return inflateSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch {
    return null;
  }
}

function objectionTo(plain: Buffer): string | null {
  if (plain.length < HEADER_BYTES || plain.readInt32BE(0) !== PLAIN)
    return 'what is inside does not begin as a histogram of version 2';
  const [payload, offset, digits] = [plain.readInt32BE(4), plain.readInt32BE(8), plain.readInt32BE(12)];
  if (payload !== plain.length - HEADER_BYTES)
    return `it says ${payload} bytes of counts and has ${plain.length - HEADER_BYTES}`;
  // hdr-histogram-js writes an offset of 1 that means nothing; a real one moves every count.
  if (offset !== 0 && offset !== 1) return `its counts are moved by ${offset} places`;
  const lowest = plain.readBigInt64BE(16);
  if (digits !== DIGITS || lowest !== BigInt(LOWEST))
    return `it keeps ${digits} digits from ${lowest} on, and only ${DIGITS} digits from ${LOWEST} on are read`;
  return null;
}

function decodedPayload(payload: Buffer): Decoded {
  const counts: number[] = [];
  const most = bucketOf(Number.MAX_SAFE_INTEGER) + 1;
  for (let at = 0; at < payload.length; ) {
    const word = wordAt(payload, at);
    if (word === null) return refused('its last count is cut off');
    at = word.end;
    const zeros = word.value < 0 ? -word.value : 0;
    if (!Number.isSafeInteger(word.value) || counts.length + Math.max(1, zeros) > most)
      return refused('a count or a value is larger than 2^53');
    if (zeros > 0) for (let i = 0; i < zeros; i++) counts.push(0);
    else counts.push(word.value);
  }
  while (counts.at(-1) === 0) counts.pop();
  const total = counts.reduce((sum, count) => sum + count, 0);
  return { kind: 'histogram', histogram: { ...EMPTY_HISTOGRAM, counts: Float64Array.from(counts), total } };
}

/** The counts, each run of two or more zeros as one negative number. */
function wordsOf(counts: Float64Array): number[] {
  const words: number[] = [];
  let zeros = 0;
  for (const count of counts) {
    if (count === 0) {
      zeros++;
      continue;
    }
    if (zeros > 0) words.push(zeros === 1 ? 0 : -zeros);
    zeros = 0;
    words.push(count);
  }
  return words;
}

/** ZigZag, then seven bits a byte from the lowest on; a ninth byte has all its eight. */
function bytesOfWord(word: number): number[] {
  let rest = BigInt(word) < 0n ? -2n * BigInt(word) - 1n : 2n * BigInt(word);
  const bytes: number[] = [];
  while (rest >= 0x80n && bytes.length < 8) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  return [...bytes, Number(rest)];
}

function wordAt(payload: Buffer, from: number): { readonly value: number; readonly end: number } | null {
  let word = 0n;
  for (let i = 0; i < 9; i++) {
    const byte = payload[from + i];
    if (byte === undefined) return null;
    const last = i === 8 || byte < 0x80;
    word |= BigInt(i === 8 ? byte : byte & 0x7f) << BigInt(7 * i);
    if (last) return { value: Number((word >> 1n) ^ -(word & 1n)), end: from + i + 1 };
  }
  return null;
}

function refused(why: string): Decoded {
  return { kind: 'refused', why };
}
