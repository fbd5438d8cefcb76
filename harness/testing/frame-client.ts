// A workload's end of the writer wire, for tests: sends frames, and gives the answers one by one.
import { connect } from 'node:net';
import type { Endpoint } from '../contract/message.ts';
import { WRITER_FRAME_BYTES } from '../contract/witness.ts';

export type ClientFrame = readonly [kind: number, a: number, b: number];

export interface FrameClient {
  send(...frames: readonly ClientFrame[]): Promise<void>;
  /** Raw bytes, for frames that are cut in odd places. */
  sendBytes(bytes: Uint8Array): Promise<void>;
  /** The next answer; null when the writer has closed the connection. */
  next(): Promise<ClientFrame | null>;
  close(): void;
}

export async function openFrameClient(endpoint: Endpoint | undefined): Promise<FrameClient> {
  if (endpoint?.kind !== 'tcp') throw new Error('no TCP endpoint to connect to');
  const socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  const arrived = answersOf(socket);
  const sendBytes = (bytes: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      socket.write(bytes, () => resolve());
    });
  return {
    sendBytes,
    send: (...frames) => sendBytes(Buffer.concat(frames.map((frame) => encodeFrame(frame)))),
    async next() {
      const { value, done } = await arrived.next();
      return done === true ? null : value;
    },
    close: () => socket.destroy(),
  };
}

export function encodeFrame([kind, a, b]: ClientFrame): Buffer {
  const bytes = Buffer.alloc(WRITER_FRAME_BYTES);
  for (const [i, word] of [kind, a, b].entries()) bytes.writeUInt32LE(word, 4 * i);
  return bytes;
}

async function* answersOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<ClientFrame, void> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (; rest.length >= WRITER_FRAME_BYTES; rest = rest.subarray(WRITER_FRAME_BYTES))
      yield [rest.readUInt32LE(0), rest.readUInt32LE(4), rest.readUInt32LE(8)];
  }
}
