// Addresses that never answer: listeners whose queue is full and that nobody serves, so that the kernel drops whoever asks.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

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
  await once(worker, 'message');
  const queued = hosts.flatMap((host) => Array.from({ length: IN_THE_QUEUE }, () => connect(port, host)));
  for (const socket of queued) socket.on('error', () => {});
  await Promise.all(queued.map((socket: Socket) => once(socket, 'connect')));
  return {
    async close() {
      for (const socket of queued) socket.destroy();
      await worker.terminate();
    },
  };
}
