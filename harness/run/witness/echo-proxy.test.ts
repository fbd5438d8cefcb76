// Tests of the echo proxy: real clients and servers on loopback, well-behaved ones and others.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../contract/message.ts';
import { masked, writePayload } from '../../contract/payload.ts';
import { maskSeed } from '../../contract/stimulus.ts';
import { openEchoProxy } from './echo-proxy.ts';
import { listen } from './listen.ts';
import type { ArmedWitness } from './port.ts';

const SECRET = 4242;
const stimulus = { kind: 'echo-proxy', connections: 1, bytesPerConnection: 64 } as const;
const context = { secret: SECRET, directory: '', patienceMs: 1, now: () => 0 };

let server: Server;
let witness: ArmedWitness;
let serve: (socket: Socket) => void;

beforeEach(async () => {
  serve = (socket) => void socket.pipe(socket);
  server = createServer({ allowHalfOpen: true }, (socket) => serve(socket.on('error', () => {})));
  witness = await openEchoProxy(stimulus, context);
  await witness.listening({ server: await listen(server) });
});

afterEach(async () => {
  await witness.disarm();
  await new Promise((resolve) => server.close(resolve));
});

/** Instead of the proxy for one connection. */
async function expectMany(connections: number): Promise<void> {
  await witness.disarm();
  witness = await openEchoProxy({ ...stimulus, connections }, context);
  await witness.listening({ server: endpointOf(server) });
}

test('replies come back masked by the key in the header, whatever the order of the connections', async () => {
  await expectMany(2);
  const { peer } = await witness.beforeRound(0, true);
  const come = async (key: number): Promise<void> => {
    const bytes = payload(key, 64);
    expect(await roundTrip(peer, bytes)).toEqual(masked(bytes, maskSeed(SECRET, key)));
  };
  await Promise.all([come(1), come(0)]);
  const tally = (key: number): object => ({
    bytesToServer: 64,
    bytesToClient: 64,
    digestToClient: crc32(masked(payload(key, 64), maskSeed(SECRET, key))),
  });
  const connections = [tally(0), tally(1)];
  expect(await witness.afterRound()).toEqual({ kind: 'echo-proxy', connections, held: 0 });
});

test('the key is found however the first payload is cut', async () => {
  const { peer } = await witness.beforeRound(0, true);
  const socket = await dial(peer);
  const bytes = payload(1, 64);
  for (const at of bytes.keys())
    await new Promise((resolve) => {
      socket.write(bytes.subarray(at, at + 1), resolve);
    });
  socket.end();
  expect(await everything(socket)).toEqual(Buffer.from(masked(bytes, maskSeed(SECRET, 1))));
});

test('measured rounds are offered no endpoint, and whoever comes all the same is sent away', async () => {
  const { peer } = await witness.beforeRound(0, true);
  expect(await witness.beforeRound(1, false)).toEqual({});
  await expect(roundTrip(peer, payload(0, 64))).rejects.toThrow('ECONNRESET');
  expect(await witness.afterRound()).toBe(null);
});

test('connections that never came are zeros, and strange ones stand behind the others', async () => {
  await expectMany(2);
  const { peer } = await witness.beforeRound(0, true);
  await Promise.all([1, 1, 9].map((key) => roundTrip(peer, payload(key, 20))));
  const record = await witness.afterRound();
  expect(
    record?.kind === 'echo-proxy' && record.connections.map(({ bytesToServer }) => bytesToServer),
  ).toEqual([0, 20, 20, 20]);
});

test('a server that ends first can still be written to, and a client that ends first still gets its reply', async () => {
  const { peer } = await witness.beforeRound(0, true);
  const heard = new Promise<Buffer>((resolve) => {
    serve = (socket) => {
      socket.end('bye');
      void everything(socket).then(resolve);
    };
  });
  const socket = await dial(peer);
  expect((await everything(socket)).toString()).toBe('bye');
  socket.end(payload(0, 30));
  expect(await heard).toEqual(Buffer.from(masked(payload(0, 30), maskSeed(SECRET, 0))));

  serve = (late) => void everything(late).then((bytes) => late.end(bytes));
  expect((await roundTrip(peer, payload(0, 30))).length).toBe(30);
});

test('a reset by the server is a reset for the client', async () => {
  const { peer } = await witness.beforeRound(0, true);
  serve = (socket) => void socket.once('data', () => socket.resetAndDestroy());
  await expect(roundTrip(peer, payload(0, 30))).rejects.toThrow('ECONNRESET');
});

test('a reset by the client is a reset for the server', async () => {
  const { peer } = await witness.beforeRound(0, true);
  const error = new Promise<Error>((resolve) => {
    serve = (socket) => socket.once('error', resolve).resume().write('hello');
  });
  const socket = await dial(peer);
  await new Promise((resolve) => socket.once('data', resolve));
  socket.resetAndDestroy();
  expect((await error).message).toContain('ECONNRESET');
});

test('a client that does not read stops the server from sending', async () => {
  const { peer } = await witness.beforeRound(0, true);
  const chunk = Buffer.alloc(1 << 20, 7);
  const total = 64 * chunk.length;
  let blocked: () => void = () => {};
  const full = new Promise<void>((resolve) => {
    blocked = resolve;
  });
  let sent = 0;
  serve = (socket) => {
    const more = (): void => {
      while (sent < total) {
        sent += chunk.length;
        if (!socket.write(chunk)) return void socket.once('drain', more);
      }
      socket.end();
    };
    more();
    void settled(() => sent).then(blocked);
  };
  const socket = await dial(peer);
  socket.pause();
  await full;
  expect(sent).toBeLessThan(total);
  const rest = everything(socket);
  socket.resume();
  expect((await rest).length).toBe(total);
});

describe('the first replies', () => {
  test('are held back until the server has answered all connections', async () => {
    await expectMany(3);
    const { peer } = await witness.beforeRound(0, true);
    const clients = await Promise.all([0, 1, 2].map(() => dial(peer)));
    const [first, second, third] = clients as [Socket, Socket, Socket];
    let heard = 0;
    for (const client of clients) client.on('data', () => heard++);
    first.write(payload(0, 64));
    second.write(payload(1, 64));
    await settled(() => heard);
    expect(heard).toBe(0);
    const replies = [first, second].map((client) => once(client, 'data'));
    third.write(payload(2, 64));
    await Promise.all(replies);
    expect(await witness.afterRound()).toMatchObject({ held: 0 });
    for (const client of clients) client.destroy();
  });

  test('never come where a server serves one connection after the other, and the record shows it', async () => {
    const waiting: Socket[] = [];
    let served: Socket | null = null;
    const next = (): void => {
      served = waiting.shift() ?? null;
      served?.pipe(served).once('close', next);
    };
    serve = (socket) => {
      waiting.push(socket);
      if (served === null) next();
    };
    await expectMany(3);
    const { peer } = await witness.beforeRound(0, true);
    const clients = await Promise.all([0, 1, 2].map(() => dial(peer)));
    let heard = 0;
    for (const [key, client] of clients.entries()) {
      client.on('data', () => heard++);
      client.write(payload(key, 64));
    }
    await settled(() => heard);
    expect(heard).toBe(0);
    const record = await witness.afterRound();
    const seen = record?.kind === 'echo-proxy' ? record : null;
    expect(seen?.held).toBe(1);
    expect(seen?.connections.map(({ bytesToServer }) => bytesToServer)).toEqual([64, 64, 64]);
    expect(seen?.connections.filter(({ bytesToClient }) => bytesToClient > 0)).toHaveLength(1);
    for (const client of clients) client.destroy();
  });

  test('wait for no connection that is over without an answer', async () => {
    await expectMany(2);
    const { peer } = await witness.beforeRound(0, true);
    const [asks, leaves] = await Promise.all([dial(peer), dial(peer)]);
    leaves.resetAndDestroy();
    asks.end(payload(0, 64));
    expect((await everything(asks)).length).toBe(64);
    expect(await witness.afterRound()).toMatchObject({ held: 0 });
  });

  test('are held back in each round anew', async () => {
    await expectMany(2);
    for (const round of [0, 1]) {
      const { peer } = await witness.beforeRound(round, true);
      const [first, second] = await Promise.all([dial(peer), dial(peer)]);
      let heard = 0;
      first.on('data', () => heard++).end(payload(0, 64));
      await settled(() => heard);
      expect(heard).toBe(0);
      const both = Promise.all([everything(first), everything(second)]);
      second.end(payload(1, 64));
      expect((await both).map(({ length }) => length)).toEqual([64, 64]);
    }
  });
});

test('no server, no service', async () => {
  await witness.listening({});
  const { peer } = await witness.beforeRound(0, true);
  await expect(roundTrip(peer, payload(0, 30))).rejects.toThrow('ECONNRESET');
});

function payload(key: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  writePayload(bytes, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), key, 0);
  return bytes;
}

function endpointOf(listening: Server): Endpoint {
  const { address, port } = listening.address() as AddressInfo;
  return { kind: 'tcp', host: address, port };
}

async function dial(endpoint: Endpoint | undefined): Promise<Socket> {
  if (endpoint?.kind !== 'tcp') throw new Error('no TCP endpoint to connect to');
  const socket = connect({ host: endpoint.host, port: endpoint.port, allowHalfOpen: true, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  return socket;
}

async function roundTrip(endpoint: Endpoint | undefined, bytes: Uint8Array): Promise<Uint8Array> {
  const socket = await dial(endpoint);
  socket.end(bytes);
  return Uint8Array.from(await everything(socket));
}

async function everything(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('end', () => resolve(Buffer.concat(chunks)));
    socket.once('error', reject);
  });
}

/** Settles when the value stays the same over many turns of the loop: nothing flows any more. */
async function settled(read: () => number): Promise<void> {
  let same = 0;
  for (let last = read(); same < 2000; same = read() === last ? same + 1 : 0) {
    last = read();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
