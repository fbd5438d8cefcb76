// What a workload of file_watch and the harness's writer tell each other: frames of three numbers over one TCP connection.

const FRAME_BYTES = 12;

/** What a workload tells the writer. With `state` go the key of a file and the digest of what it holds. */
export const TO_WRITER = { go: 1, state: 2, bye: 3 };

/** What the writer tells. With `settled` go the key of a file and the number of what was done to it. */
export const FROM_WRITER = { settled: 1, lost: 2, done: 3, acted: 4 };

/** One frame of the writer. */
export interface Answer {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
}

export function frame(kind: number, a: number, b: number): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_BYTES);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}

/** The frames of the writer as an async iterator. */
export async function* answersOf(writer: AsyncIterable<Buffer>): AsyncGenerator<Answer, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of writer) {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES)
      yield { kind: all.readUInt32LE(at), a: all.readUInt32LE(at + 4), b: all.readUInt32LE(at + 8) };
    rest = all.subarray(whole);
  }
}
