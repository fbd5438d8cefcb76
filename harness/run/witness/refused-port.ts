// Finds a port of loopback without a listener, which no program will take by chance.
import { connect } from 'node:net';
import type { Endpoint } from '../../contract/message.ts';
import { LOOPBACK } from './listen.ts';

/** Below every range from which systems choose ports by themselves: a free one stays free, and no client can meet itself there. */
const FIRST_PORT = 1;
const LAST_PORT = 1023;

export async function findRefused(): Promise<Endpoint> {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++)
    if (await isRefused(port)) return { kind: 'tcp', host: LOOPBACK, port };
  throw new Error('every port of loopback below 1024 has a listener');
}

function isRefused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'));
  });
}
