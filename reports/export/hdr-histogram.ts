// A histogram in the compressed V2 form of HdrHistogram: counts by buckets of three significant digits.
import { deflateSync } from 'node:zlib';

const DIGITS = 3;
/** Buckets begin to double in width after so many values of width 1: 2048 of them keep three digits. */
const SUB_BUCKETS = 2048;
const HALF = SUB_BUCKETS / 2;
const COOKIE = 0x1c849313;
const COMPRESSED_COOKIE = 0x1c849314;
const HEADER_BYTES = 40;

/** `counts` by value: whole numbers from 0 to 2^53. */
export function encodeHistogram(counts: ReadonlyMap<number, number>): Buffer {
  const byIndex = new Map<number, number>();
  for (const [value, count] of counts) {
    const index = bucketOf(value);
    byIndex.set(index, (byIndex.get(index) ?? 0) + count);
  }
  const payload = Buffer.from(words(byIndex).flatMap(leb128));
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32BE(COOKIE, 0);
  header.writeInt32BE(payload.length, 4);
  header.writeInt32BE(0, 8);
  header.writeInt32BE(DIGITS, 12);
  header.writeBigInt64BE(1n, 16);
  header.writeBigInt64BE(BigInt(highest(Math.max(2, ...counts.keys()))), 24);
  // The ratio of an integer to the value that it stands for. One implementation writes the integer 1 here, and all read past it.
  header.writeDoubleBE(1, 32);
  const compressed = deflateSync(Buffer.concat([header, payload]));
  const envelope = Buffer.alloc(8);
  envelope.writeInt32BE(COMPRESSED_COOKIE, 0);
  envelope.writeInt32BE(compressed.length, 4);
  return Buffer.concat([envelope, compressed]);
}

/** The place of a value among the counts. */
function bucketOf(value: number): number {
  let bucket = 0;
  while (value >= SUB_BUCKETS * 2 ** bucket) bucket++;
  return (bucket + 1) * HALF + Math.floor(value / 2 ** bucket) - HALF;
}

/** The next power of two, so that histograms of one size have one range. */
function highest(value: number): number {
  return 2 ** Math.ceil(Math.log2(value + 1));
}

/** Counts in the order of their places; a run of k places without a count is -k. */
function words(byIndex: ReadonlyMap<number, number>): number[] {
  const out: number[] = [];
  let next = 0;
  for (const [index, count] of [...byIndex].sort(([a], [b]) => a - b)) {
    if (count === 0) continue;
    const gap = index - next;
    if (gap === 1) out.push(0);
    else if (gap > 1) out.push(-gap);
    out.push(count);
    next = index + 1;
  }
  return out;
}

/** ZigZag, then seven bits a byte, the lowest first. */
function leb128(word: number): number[] {
  const bytes: number[] = [];
  let rest = word < 0 ? -2 * word - 1 : 2 * word;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}
