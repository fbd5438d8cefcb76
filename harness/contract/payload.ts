// Bytes and random numbers that are the same in every language: payloads, schedules, file contents.

/** Makes one 32-bit number a call: SplitMix32 (Steele, Lea, Flood 2014, in its 32-bit form). Begins anywhere. */
export function splitMix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}

/** Fisher-Yates from the end, drawing `next() % (i + 1)`: returns a new array. */
export function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = next() % (i + 1);
    const swap = out[i] as Item;
    out[i] = out[j] as Item;
    out[j] = swap;
  }
  return out;
}

/** One 32-bit seed from a 64-bit nonce in hex: the exclusive or of its halves. */
export function seedOfNonce(nonce: string): number {
  return (Number.parseInt(nonce.slice(0, 8), 16) ^ Number.parseInt(nonce.slice(8, 16), 16)) >>> 0;
}

/**
 * Fills `target` with the payload of message `id` on `key`: 16 bytes of header (nonce, key, id; key and id as little-endian
 * 32-bit integers), then the header's first 8 bytes over and over. A shorter target is cut.
 */
export function writePayload(target: Uint8Array, nonceBytes: Uint8Array, key: number, id: number): void {
  const header = new DataView(new ArrayBuffer(16));
  for (let i = 0; i < 8; i++) header.setUint8(i, nonceBytes[i] ?? 0);
  header.setUint32(8, key, true);
  header.setUint32(12, id, true);
  for (let i = 0; i < target.length; i++) target[i] = header.getUint8(i < 16 ? i : i % 8);
}

export function bytesOfNonce(nonce: string): Uint8Array {
  return Uint8Array.from({ length: 8 }, (_, i) => Number.parseInt(nonce.slice(2 * i, 2 * i + 2), 16));
}

/** `length` pseudo-random bytes of the stream `seed`, each 32-bit draw as four little-endian bytes. */
export function randomBytes(length: number, seed: number): Uint8Array {
  const out = new Uint8Array(length);
  const next = splitMix32(seed);
  for (let at = 0; at < length; at += 4) {
    const word = next();
    for (let i = 0; i < 4 && at + i < length; i++) out[at + i] = (word >>> (8 * i)) & 0xff;
  }
  return out;
}

/** The exclusive or of `bytes` with the stream `seed`: what the echo proxy does on the way to the server. */
export function masked(bytes: Uint8Array, seed: number): Uint8Array {
  const stream = randomBytes(bytes.length, seed);
  return bytes.map((byte, i) => byte ^ (stream[i] as number));
}
