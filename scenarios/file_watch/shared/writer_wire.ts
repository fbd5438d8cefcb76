// What a workload of file_watch and the harness's writer tell each other: frames of three numbers over one TCP connection.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';

const FRAME_BYTES = 12;
const NOTHING = Buffer.alloc(0);

/** What a workload tells the writer. With `state` go the key of a file and the digest of what it holds. */
export const TO_WRITER = { go: 1, state: 2, bye: 3 };

/** What the writer tells. With `settled` go the key of a file and the number of what was done to it. */
export const FROM_WRITER = { settled: 1, lost: 2, done: 3, acted: 4 };

/** One frame of the writer. */
export interface WriterAnswer {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
}

export type TakesFrame = (kind: number, a: number, b: number) => void;

/** Connects to the writer, and answers when that is done. */
export async function connectToWriter(kit: Kit): Promise<Socket> {
  const writer = connect({ ...addressOf(kit), noDelay: true });
  await once(writer, 'connect');
  return writer;
}

/** Begins to connect to the writer. `onread` calls back with what it sends, from one buffer that is used again and again. */
export function connectForFrames(kit: Kit, received: TakesFrame): Socket {
  const cut = frameCutter(received);
  const buffer = Buffer.alloc(4096);
  const callback = (length: number): boolean => {
    cut(buffer.subarray(0, length));
    return true;
  };
  return connect({ ...addressOf(kit), noDelay: true, onread: { buffer, callback } });
}

function addressOf(kit: Kit): { readonly host: string; readonly port: number } {
  const endpoint = kit.endpoint('writer');
  if (endpoint?.kind !== 'tcp') throw new RangeError('file_watch needs the TCP endpoint "writer"');
  return { host: endpoint.host, port: endpoint.port };
}

/** Sends a frame to the writer. */
export function senderTo(writer: Socket): TakesFrame {
  return (kind, a, b) => {
    writer.write(frame(kind, a, b));
  };
}

export function frame(kind: number, a: number, b: number): Buffer {
  const bytes = Buffer.allocUnsafe(FRAME_BYTES);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}

/** Takes the bytes as they come, keeps none of them, and gives `received` each frame that is whole. */
export function frameCutter(received: TakesFrame): (bytes: Buffer) => void {
  let rest: Buffer = NOTHING;
  return (bytes) => {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES)
      received(all.readUInt32LE(at), all.readUInt32LE(at + 4), all.readUInt32LE(at + 8));
    rest = all.length === whole ? NOTHING : Buffer.from(all.subarray(whole));
  };
}

/** The frames of the writer as an async iterator. */
export async function* answersOf(writer: AsyncIterable<Buffer>): AsyncGenerator<WriterAnswer, void> {
  let rest: Buffer = NOTHING;
  for await (const bytes of writer) {
    const all = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const whole = all.length - (all.length % FRAME_BYTES);
    for (let at = 0; at < whole; at += FRAME_BYTES)
      yield { kind: all.readUInt32LE(at), a: all.readUInt32LE(at + 4), b: all.readUInt32LE(at + 8) };
    rest = all.subarray(whole);
  }
}
