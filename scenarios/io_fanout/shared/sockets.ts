// What the workloads of io_fanout do alike with sockets, whatever their style: name an endpoint, say where they listen.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Endpoint } from '../../../harness/contract/message.ts';

type Tcp = Extract<Endpoint, { kind: 'tcp' }>;

export function tcpEndpoint(kit: Kit, name: string): Tcp {
  const endpoint = kit.endpoint(name);
  if (endpoint?.kind !== 'tcp') throw new RangeError(`the TCP endpoint \`${name}\` is missing`);
  return endpoint;
}

export function unixPath(kit: Kit, name: string): string {
  const endpoint = kit.endpoint(name);
  if (endpoint?.kind !== 'unix') throw new RangeError(`the Unix endpoint \`${name}\` is missing`);
  return endpoint.path;
}

/** Of a server that listens on TCP: tells the harness where. */
export function announce(server: Server, kit: Kit): Tcp {
  const { address: host, port } = server.address() as AddressInfo;
  const endpoint = { kind: 'tcp', host, port } as const;
  kit.listening('server', endpoint);
  return endpoint;
}

/** The harness's clients call when somebody connects here; they are through when this connection ends. */
export async function callPeers(kit: Kit): Promise<void> {
  const { host, port } = tcpEndpoint(kit, 'peer');
  const gate = connect(port, host);
  gate.resume();
  await once(gate, 'end');
}

/** Sends back what comes until the client ends, and awaits `drain` where a write asks for it. */
export async function echo(socket: Socket): Promise<void> {
  try {
    for await (const chunk of chunksOf(socket)) if (!socket.write(chunk)) await once(socket, 'drain');
    socket.end();
  } catch {
    // The client at the other end sees the same error and reports it.
    socket.destroy();
  }
}

/** Without `destroyOnReturn` the end of what is read would also end what is still to be written. */
export function chunksOf(socket: Socket): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => socket.iterator({ destroyOnReturn: false }) };
}
