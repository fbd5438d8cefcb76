// A gate: a connection to it starts the work of a witness and ends when the work is done. No frames: the work may wait for some bytes.
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Endpoint } from '../../contract/message.ts';
import { listen } from './listen.ts';

export interface Gate {
  readonly endpoint: Endpoint;
  /** Settles when the work that has begun is done; at once where none has. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Gives the next so many bytes that the workload says at the gate; null when it is gone before it has said them. */
export type Listen = (length: number) => Promise<Buffer | null>;

export async function openGate(work: (listen: Listen) => Promise<void>): Promise<Gate> {
  const sockets = new Set<Socket>();
  let running: Promise<void> = Promise.resolve();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const listenTo = listenerOf(socket);
    running = running.then(() => work(listenTo)).finally(() => socket.end());
  });
  return {
    endpoint: await listen(server),
    idle: () => running,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listenerOf(socket: Socket): Listen {
  let said: Buffer = Buffer.alloc(0);
  let gone = false;
  let look: () => void = () => {};
  socket.on('data', (chunk) => {
    said = Buffer.concat([said, chunk]);
    look();
  });
  socket.once('close', () => {
    gone = true;
    look();
  });
  return (length) =>
    new Promise((resolve) => {
      look = () => {
        if (said.length < length && !gone) return;
        look = () => {};
        resolve(said.length < length ? null : said.subarray(0, length));
        said = said.subarray(length);
      };
      look();
    });
}
