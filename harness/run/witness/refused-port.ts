// Finds a port of loopback at which nobody listens, and at which nobody will by chance.
import { connect } from 'node:net';
import type { Endpoint } from '../../contract/message.ts';
import { LOOPBACK } from './listen.ts';

/** Below every range from which systems choose ports by themselves: a free one stays free, and no client can meet itself there. */
const FIRST_PORT = 1;
const LAST_PORT = 1023;

export async function findRefused(): Promise<Endpoint> {
  for (let port = FIRST_PORT; port <= LAST_PORT; port++)
    if (await isRefused(port)) return { kind: 'tcp', host: LOOPBACK, port };
  throw new Error('there is no port of loopback below 1024 at which nobody listens');
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
