// A gate: a connection to it starts the work of a witness and ends when the work is done. No frames, no parser.
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

export async function openGate(work: () => Promise<void>): Promise<Gate> {
  const sockets = new Set<Socket>();
  let running: Promise<void> = Promise.resolve();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.resume();
    running = running.then(work).finally(() => socket.end());
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
