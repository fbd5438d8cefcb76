// Tests of the echo proxy: real clients and servers on loopback, well-behaved ones and others.
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../contract/message.ts';
import { masked, writePayload } from '../../contract/payload.ts';
import { maskSeed } from '../../contract/stimulus.ts';
import { openEchoProxy } from './echo-proxy.ts';
import { listen } from './listen.ts';
import type { ArmedWitness } from './port.ts';

const SECRET = 4242;
const stimulus = { kind: 'echo-proxy', connections: 2, bytesPerConnection: 64 } as const;

let server: Server;
let witness: ArmedWitness;
let serve: (socket: Socket) => void;

beforeEach(async () => {
  serve = (socket) => void socket.pipe(socket);
  server = createServer({ allowHalfOpen: true }, (socket) => serve(socket.on('error', () => {})));
  witness = await openEchoProxy(stimulus, { secret: SECRET, directory: '', patienceMs: 1, now: () => 0 });
  await witness.listening({ server: await listen(server) });
});

afterEach(async () => {
  await witness.disarm();
  await new Promise((resolve) => server.close(resolve));
});

test('replies come back masked by the key in the header, whatever the order of the connections', async () => {
  const { peer } = await witness.beforeRound(0, true);
  for (const key of [1, 0]) {
    const bytes = payload(key, 64);
    expect(await roundTrip(peer, bytes)).toEqual(masked(bytes, maskSeed(SECRET, key)));
  }
  const tally = (key: number): object => ({
    bytesToServer: 64,
    bytesToClient: 64,
    digestToClient: crc32(masked(payload(key, 64), maskSeed(SECRET, key))),
  });
  expect(await witness.afterRound()).toEqual({ kind: 'echo-proxy', connections: [tally(0), tally(1)] });
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
  const { peer } = await witness.beforeRound(0, true);
  for (const key of [1, 1, 9]) await roundTrip(peer, payload(key, 20));
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
