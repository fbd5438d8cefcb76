// io_fanout.unix_socket with promises: an echo that iterates over its sockets, and three trials with socket files.
import { once } from 'node:events';
import { existsSync, linkSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { join } from 'node:path';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Endpoint, Parameters } from '../../../harness/contract/message.ts';
import { chunksOf, echo } from '../shared/sockets.ts';

type Kinds = Record<
  'open' | 'reply' | 'end' | 'refused' | 'over_stale' | 'left' | 'over_living' | 'reached' | 'stood',
  number
>;

/** The number of the failure "connection refused". */
const REFUSED = 2;
/** The bytes of two servers at one path. */
const FIRST = 1;
const SECOND = 2;

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
      await tryLiving(connections + 1, kit);
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

/** Two servers at one path: the second one comes while the first one lives. */
async function tryLiving(key: number, kit: Kit): Promise<void> {
  const { over_living: overLiving, reached, left, stood } = kit.kinds as Kinds;
  const path = join(kit.directory, 'living.sock');
  const [first, second] = [FIRST, SECOND].map((byte) =>
    createServer((socket) => socket.once('data', () => socket.end(Buffer.of(byte)))),
  ) as [Server, Server];
  await listenAt(first, path, 2);
  const standing = connect(path);
  await once(standing, 'connect');
  const listens = await listensAt(second, path);
  kit.emit(overLiving, key, 0, listens ? 1 : 0);
  kit.emit(reached, key, 0, await ask(connect(path)));
  kit.emit(stood, key + 1, 0, await ask(standing));
  await closeServer(first);
  kit.emit(reached, key, 1, await ask(connect(path)));
  if (listens) await closeServer(second);
  kit.emit(left, key + 2, 0, existsSync(path) ? 1 : 0);
  rmSync(path, { force: true });
}

/** The byte of whoever answers; 0: nobody. */
async function ask(socket: Socket): Promise<number> {
  try {
    socket.write('?');
    const [[answer]] = await Promise.all([once(socket, 'data') as Promise<[Buffer]>, once(socket, 'close')]);
    return answer.readUInt8(0);
  } catch {
    return 0;
  }
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
  const listens = await listensAt(server, path);
  if (listens) await closeServer(server);
  return listens;
}

async function listensAt(server: Server, path: string): Promise<boolean> {
  try {
    await listenAt(server, path, 2);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
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
