// Digests of events and payloads: the same numbers in every language, so that a trace can be proved without being shipped.

/** CRC-32 as in zlib and IEEE 802.3 (reflected, polynomial 0xEDB88320), twelve tables, so that one step takes a twelve-byte event. */
const TABLES: readonly Uint32Array[] = makeTables(12);

function makeTables(count: number): Uint32Array[] {
  const first = new Uint32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    first[byte] = value >>> 0;
  }
  const tables = [first];
  for (let t = 1; t < count; t++) {
    const previous = tables[t - 1] ?? first;
    tables.push(previous.map((value) => ((value >>> 8) ^ (first[value & 0xff] ?? 0)) >>> 0));
  }
  return tables;
}

const [T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11] = TABLES as unknown as readonly [
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
  Uint32Array,
];

/** CRC-32 of `bytes`, continuing from `previous` (0 to begin). Equals `zlib.crc32` of Node and of Python. */
export function crc32(bytes: Uint8Array, previous = 0): number {
  let crc = ~previous;
  for (let i = 0; i < bytes.length; i++)
    crc = (crc >>> 8) ^ (T0[(crc ^ (bytes[i] as number)) & 0xff] as number);
  return ~crc >>> 0;
}

/**
 * The order-sensitive digest of a key after one more event: CRC-32 continued over the twelve bytes
 * `kind`, `id`, `digest`, each an unsigned 32-bit little-endian integer. Begins at 0.
 */
export function chain(previous: number, kind: number, id: number, digest: number): number {
  const a = ~previous ^ kind;
  return (
    ~(
      (T11[a & 0xff] as number) ^
      (T10[(a >>> 8) & 0xff] as number) ^
      (T9[(a >>> 16) & 0xff] as number) ^
      (T8[a >>> 24] as number) ^
      (T7[id & 0xff] as number) ^
      (T6[(id >>> 8) & 0xff] as number) ^
      (T5[(id >>> 16) & 0xff] as number) ^
      (T4[id >>> 24] as number) ^
      (T3[digest & 0xff] as number) ^
      (T2[(digest >>> 8) & 0xff] as number) ^
      (T1[(digest >>> 16) & 0xff] as number) ^
      (T0[digest >>> 24] as number)
    ) >>> 0
  );
}

/** The finaliser of MurmurHash3 (Austin Appleby, public domain): every input bit reaches every output bit. */
export function mix32(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The two 32-bit terms that one event adds (modulo 2^32) to the order-free digest of its key. */
export function freeLow(kind: number, id: number, digest: number): number {
  return mix32(mix32(mix32(kind ^ 0x9e3779b9) ^ id) ^ digest);
}
export function freeHigh(kind: number, id: number, digest: number): number {
  return mix32(mix32(mix32(digest ^ 0x7f4a7c15) ^ kind) ^ id);
}
