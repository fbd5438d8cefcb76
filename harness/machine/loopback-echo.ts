// Sends a byte over loopback and waits until it comes back: what every scenario with a witness needs.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { EchoAnswer } from './seen.ts';

export async function loopbackEcho(limitMs: number, host = '127.0.0.1'): Promise<EchoAnswer> {
  const signal = AbortSignal.timeout(limitMs);
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket));
  try {
    server.listen(0, host);
    await once(server, 'listening', { signal });
    return { ms: await roundTrip(server.address() as AddressInfo, signal) };
  } catch (error) {
    if (signal.aborted) return { trouble: `no answer came within ${limitMs} ms` };
    return { trouble: error instanceof Error ? error.message : String(error) };
  } finally {
    server.close();
  }
}

async function roundTrip({ address, port }: AddressInfo, signal: AbortSignal): Promise<number> {
  const socket = connect(port, address);
  try {
    await once(socket, 'connect', { signal });
    const startedMs = performance.now();
    socket.write('x');
    await once(socket, 'data', { signal });
    return performance.now() - startedMs;
  } finally {
    socket.destroy();
  }
}
