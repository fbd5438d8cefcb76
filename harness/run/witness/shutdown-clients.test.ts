// Tests of the clients of `shutdown`: a server that leaves its connections alone, one that drops them, one that lets the late one in.
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import type { ArmedWitness } from './port.ts';
import { openShutdownClients } from './shutdown-clients.ts';

const BYTES = 32;
const context = { secret: 4242, directory: '', patienceMs: 60_000, now: () => 0 } as WitnessContext;

let witness: ArmedWitness;
let server: Server;
let accepted: Socket[];

beforeEach(async () => {
  accepted = [];
  witness = await openShutdownClients({ kind: 'shutdown', each: 1, bytes: BYTES }, context);
  server = createServer({ allowHalfOpen: true }, (socket) => {
    accepted.push(socket.on('error', () => {}));
    socket.on('data', (chunk) => socket.write(chunk));
    socket.on('end', () => {
      socket.end();
      if (ended() === 3) for (const other of accepted) other.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await witness.disarm();
  for (const socket of accepted) socket.destroy();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
});

const ended = (): number => accepted.filter(({ readableEnded }) => readableEnded).length;
const received = (): number => accepted.reduce((sum, { bytesRead }) => sum + bytesRead, 0);

/** All have come, and the half-asked one has sent half. */
async function settled(): Promise<void> {
  while (accepted.length < 4 || received() < 3.5 * BYTES) await new Promise(setImmediate);
}

async function played(close: () => void): Promise<Extract<WitnessRecord, { kind: 'shutdown' }>> {
  await witness.beforeRound(0, true);
  const { host, port } = witness.endpoints['peer'] as { host: string; port: number };
  const peer = connect(port, host);
  const own = Buffer.alloc(2);
  own.writeUInt16LE((server.address() as AddressInfo).port);
  peer.write(own);
  await settled();
  close();
  peer.write('!');
  peer.resume();
  await new Promise((resolve) => peer.once('end', resolve));
  const record = await witness.afterRound();
  if (record?.kind !== 'shutdown') throw new Error('no record');
  return record;
}

test('idle, half-asked and answered clients go on after the close and get everything; the silent one waits for its end', async () => {
  const { clients, late } = await played(() => server.close());
  expect(late).toBe('refused');
  expect(clients.map(({ bytesSent, bytesReceived, ending }) => [bytesSent, bytesReceived, ending])).toEqual([
    [2 * BYTES, 2 * BYTES, 'end'],
    [BYTES, BYTES, 'end'],
    [BYTES, BYTES, 'end'],
    [BYTES, BYTES, 'end'],
  ]);
  for (const { digestSent, digestReceived } of clients) expect(digestReceived).toBe(digestSent);
});

test('a server that goes on listening lets the late one in', async () => {
  expect((await played(() => {})).late).toBe('accepted');
});

test('a server that drops its connections owes answers', async () => {
  const { clients } = await played(() => {
    server.close();
    for (const socket of accepted) socket.destroy();
  });
  const [idle, half] = clients;
  expect(idle?.bytesReceived).toBe(BYTES);
  expect(half?.bytesReceived).toBeLessThan(BYTES);
});

test('a workload that goes away before the close leaves no late client', async () => {
  await witness.beforeRound(0, true);
  const { host, port } = witness.endpoints['peer'] as { host: string; port: number };
  const peer = connect(port, host);
  await new Promise((resolve) => peer.once('connect', resolve));
  peer.destroy();
  expect(await witness.afterRound()).toEqual({
    kind: 'shutdown',
    clients: [],
    late: 'never-sent',
    unused: [{ endpoint: 'peer', lacks: 'request' }],
  });
});
