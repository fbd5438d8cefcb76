// Listens on a free TCP port of loopback. TCP rather than a Unix socket: one kind of endpoint keeps every workload short.
import type { Server } from 'node:net';
import type { Endpoint } from '../../contract/message.ts';

export const LOOPBACK = '127.0.0.1';

export async function listen(server: Server): Promise<Endpoint> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: LOOPBACK, port: 0 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return { kind: 'tcp', host: LOOPBACK, port: address.port };
}
