// io_fanout.unix_socket with promises: an echo that iterates over its sockets, and three trials with socket files.
import { once } from 'node:events';
import { existsSync, linkSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';
import { chunksOf, echo } from '../shared/sockets.ts';

type Kinds = Record<'open' | 'reply' | 'end' | 'refused' | 'over_stale' | 'left', number>;

/** The number of the failure "connection refused". */
const REFUSED = 2;

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const connections = Number(params['connections']);
  const messages = Number(params['messages']);
  const bytes = Number(params['bytes']);
  if (bytes < 16) throw new RangeError('a message needs 16 bytes for its header');
  const path = join(kit.directory, 'echo.sock');
  const server = createServer({ allowHalfOpen: true }, (socket) => void echo(socket));
  await listenAt(server, path, connections);
  kit.listening('server', { kind: 'unix', path });

  return {
    async round() {
      const target = kit.endpoint('peer') ?? { kind: 'unix', path };
      const sockets = Array.from({ length: connections }, () => connectTo(target));
      await Promise.all(sockets.map((socket) => once(socket, 'connect')));
      await Promise.all(sockets.map((socket, key) => exchange(socket, key, messages, bytes, kit)));
      await tryFiles(connections, kit);
      return connections * messages;
    },
    close() {
      server.close();
    },
  };
}

async function exchange(
  socket: Socket,
  key: number,
  messages: number,
  bytes: number,
  kit: Kit,
): Promise<void> {
  const { open, reply, end } = kit.kinds as Kinds;
  kit.emit(open, key, 0, 0);
  const closed = once(socket, 'close');
  const message = Buffer.alloc(bytes, kit.nonce, 'hex');
  message.writeUInt32LE(key, 8);
  const send = (id: number): void => {
    message.writeUInt32LE(id, 12);
    socket.write(Buffer.from(message));
  };
  let rest: Buffer = Buffer.alloc(0);
  let total = 0;
  let answered = 0;
  send(0);
  for await (const chunk of chunksOf(socket)) {
    total += chunk.length;
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (; rest.length >= bytes; rest = rest.subarray(bytes)) {
      kit.emit(reply, key, answered++, kit.crc32(rest.subarray(0, bytes)));
      if (answered < messages) send(answered);
      else socket.end();
    }
  }
  await closed;
  kit.emit(end, key, 0, total);
}

async function tryFiles(key: number, kit: Kit): Promise<void> {
  const { refused, over_stale: overStale, left } = kit.kinds as Kinds;
  const stale = join(kit.directory, 'stale.sock');
  const own = join(kit.directory, 'own.sock');
  await leaveStale(stale, own);
  kit.emit(refused, key, 0, await knock(stale));
  kit.emit(overStale, key, 0, (await canListen(stale)) ? 1 : 0);
  await canListen(own);
  kit.emit(left, key, 0, existsSync(own) ? 1 : 0);
  for (const path of [stale, own]) rmSync(path, { force: true });
}

/** A closed server takes its file with it, but not another name of it. */
async function leaveStale(stale: string, maker: string): Promise<void> {
  const server = createServer();
  await listenAt(server, maker, 1);
  linkSync(maker, stale);
  await closeServer(server);
  rmSync(maker, { force: true });
}

/** 0: somebody opened. */
async function knock(path: string): Promise<number> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    socket.destroy();
    return 0;
  } catch (error) {
    const { code, errno } = error as NodeJS.ErrnoException;
    return code === 'ECONNREFUSED' ? REFUSED : 1000 + Math.abs(errno ?? 0);
  }
}

async function canListen(path: string): Promise<boolean> {
  const server = createServer();
  try {
    await listenAt(server, path, 1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
  await closeServer(server);
  return true;
}

async function listenAt(server: Server, path: string, backlog: number): Promise<void> {
  server.listen(path, backlog);
  await once(server, 'listening');
}

async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  await closed;
}

/** In traced rounds the harness stands in between, on TCP. */
function connectTo(target: Endpoint): Socket {
  return target.kind === 'unix'
    ? connect(target.path)
    : connect({ host: target.host, port: target.port, noDelay: true });
}
