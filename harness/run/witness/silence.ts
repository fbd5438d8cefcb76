// Addresses that never answer: listeners whose queue is full and that nobody serves, so that the kernel drops whoever asks.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { allOrNothing } from './all-or-nothing.ts';

export interface Silence {
  close(): Promise<void>;
}

/** Room for one: Linux takes one more, and drops what comes then. */
const BACKLOG = 1;
const IN_THE_QUEUE = BACKLOG + 1;

/** A thread that listens and then stands still: Node itself would accept whatever comes. As text, because a worker loads no TypeScript. */
const LISTENER = `
  const { workerData, parentPort } = require('node:worker_threads');
  const { createServer } = require('node:net');
  const { hosts, port, backlog, flag } = workerData;
  const listen = (host) => new Promise((resolve, reject) => {
    createServer().once('error', reject).listen({ host, port, backlog }, resolve);
  });
  Promise.all(hosts.map(listen)).then(() => {
    parentPort.postMessage('listening');
    Atomics.wait(flag, 0, 0);
  });
`;

export async function openSilence(hosts: readonly string[], port: number): Promise<Silence> {
  if (hosts.length === 0) return { close: async () => {} };
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(LISTENER, { eval: true, workerData: { hosts, port, backlog: BACKLOG, flag } });
  const queued: Socket[] = [];
  const close = async (): Promise<void> => {
    await Promise.all([...queued.map(destroyed), worker.terminate()]);
  };
  return allOrNothing(async () => {
    await once(worker, 'message');
    for (const host of hosts)
      for (let i = 0; i < IN_THE_QUEUE; i++) queued.push(connect(port, host).on('error', () => {}));
    await Promise.all(queued.map((socket) => once(socket, 'connect')));
    return { close };
  }, close);
}

async function destroyed(socket: Socket): Promise<void> {
  socket.destroy();
  if (!socket.closed) await once(socket, 'close');
}
