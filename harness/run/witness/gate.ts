// A gate: a connection to it starts the work of a witness and ends when the work is done. No frames: the work may wait for some bytes.
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { Endpoint } from '../../contract/message.ts';
import { listen } from './listen.ts';

export interface Gate {
  readonly endpoint: Endpoint;
  /** Tells whether somebody has connected since it was last asked. */
  visited(): boolean;
  /**
   * Settles when the work that has begun is done; at once where none has. After `patienceMs` who still listens hears that the workload is
   * gone. Rejects where the work failed.
   */
  idle(patienceMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Gives the next so many bytes that the workload says at the gate; null when it is gone before it has said them. */
export type Listen = (length: number) => Promise<Buffer | null>;

export async function openGate(work: (listen: Listen) => Promise<void>): Promise<Gate> {
  const sockets = new Set<Socket>();
  const listeners: Listener[] = [];
  let broken: { readonly error: unknown } | null = null;
  let running: Promise<void> = Promise.resolve();
  let isVisited = false;
  const server = createServer({ noDelay: true }, (socket) => {
    isVisited = true;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const listener = listenerOf(socket);
    listeners.push(listener);
    running = running
      .then(() => work(listener.listen))
      .catch((error: unknown) => {
        broken ??= { error };
      })
      .finally(() => socket.end());
  });
  return {
    endpoint: await listen(server),
    visited() {
      const was = isVisited;
      isVisited = false;
      return was;
    },
    async idle(patienceMs) {
      const hangUp = (): void => {
        for (const listener of listeners) listener.hangUp();
      };
      const patience = patienceMs === undefined ? undefined : setTimeout(hangUp, patienceMs);
      await running;
      clearTimeout(patience);
      listeners.length = 0;
      if (broken === null) return;
      const { error } = broken;
      broken = null;
      throw error;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

interface Listener {
  readonly listen: Listen;
  /** As if the workload had gone. */
  hangUp(): void;
}

function listenerOf(socket: Socket): Listener {
  let said: Buffer = Buffer.alloc(0);
  let gone = false;
  let look: () => void = () => {};
  socket.on('data', (chunk) => {
    said = Buffer.concat([said, chunk]);
    look();
  });
  const hangUp = (): void => {
    gone = true;
    look();
  };
  socket.once('close', hangUp);
  const listen: Listen = (length) =>
    new Promise((resolve) => {
      look = () => {
        if (said.length < length && !gone) return;
        look = () => {};
        resolve(said.length < length ? null : said.subarray(0, length));
        said = said.subarray(length);
      };
      look();
    });
  return { listen, hangUp };
}
