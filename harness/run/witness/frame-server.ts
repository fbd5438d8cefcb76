// The witness's end of the writer wire: listens, cuts the stream into frames, sends frames. Knows nothing of files.
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Endpoint } from '../../contract/message.ts';
import { TO_WRITER, WRITER_FRAME_BYTES } from '../../contract/witness.ts';
import { listen } from './listen.ts';

/** What a workload may ask of a writer. */
export interface FrameReceiver {
  go(): void;
  state(key: number, digest: number): void;
}

export interface FrameServer {
  readonly endpoint: Endpoint;
  /** What has become of this wire so far: nobody came, or whoever came did not speak it. Null: somebody spoke it, or may still. */
  readonly silence: 'connection' | 'wire' | null;
  /** Goes to the newest connection; dropped where there is no connection, because then no workload waits for it. */
  send(kind: number, a: number, b: number): void;
  close(): Promise<void>;
}

export async function openFrameServer(receiver: FrameReceiver): Promise<FrameServer> {
  const sockets = new Set<Socket>();
  let newest: Socket | null = null;
  let silence: FrameServer['silence'] = 'connection';
  const server = createServer({ noDelay: true }, (socket) => {
    newest = socket;
    silence = null;
    sockets.add(socket);
    const cut = frameCutter((kind, a, b) => {
      if (!deliver(kind, a, b, receiver, socket)) silence = 'wire';
    });
    socket.on('data', cut);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      if (newest === socket) newest = null;
    });
  });
  const endpoint = await listen(server);
  return {
    endpoint,
    get silence() {
      return silence;
    },
    send: (kind, a, b) => void newest?.write(frame(kind, a, b)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** False: that did not come from a workload that speaks this wire. Losing the connection is the clearest answer. */
function deliver(kind: number, a: number, b: number, receiver: FrameReceiver, socket: Socket): boolean {
  if (kind === TO_WRITER.GO) receiver.go();
  else if (kind === TO_WRITER.STATE) receiver.state(a, b);
  else if (kind === TO_WRITER.BYE) socket.end();
  else {
    socket.destroy();
    return false;
  }
  return true;
}

/** Cuts chunks into frames of three 32-bit integers, independent of the chunk boundaries. */
export function frameCutter(emit: (kind: number, a: number, b: number) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (; at + WRITER_FRAME_BYTES <= bytes.length; at += WRITER_FRAME_BYTES)
      emit(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 8));
    rest = bytes.subarray(at);
  };
}

function frame(kind: number, a: number, b: number): Buffer {
  const bytes = Buffer.alloc(WRITER_FRAME_BYTES);
  bytes.writeUInt32LE(kind, 0);
  bytes.writeUInt32LE(a, 4);
  bytes.writeUInt32LE(b, 8);
  return bytes;
}
