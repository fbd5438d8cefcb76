// Tests of the harness's own clients: real servers on loopback, well-behaved ones and others.
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../contract/message.ts';
import { messageOf, resetPlan } from '../../contract/peer-stimulus.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { openResetClients } from './clients.ts';
import type { WitnessContext } from './context.ts';
import { listen } from './listen.ts';
import type { ArmedWitness } from './port.ts';

const context = { secret: 4242, directory: '', patienceMs: 60_000, now: () => 0 } as WitnessContext;

let server: Server;
let witness: ArmedWitness | null;
let serve: (socket: Socket) => void;
let accepted: Socket[];

beforeEach(() => {
  witness = null;
  accepted = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    accepted.push(socket);
    serve(socket.on('error', () => {}));
  });
});

afterEach(async () => {
  await witness?.disarm();
  for (const socket of accepted) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

async function callAll(opened: ArmedWitness, round: number): Promise<WitnessRecord | null> {
  witness = opened;
  if (!server.listening) await opened.listening({ server: await listen(server) });
  await opened.beforeRound(round, true);
  await everything(dial(opened.endpoints['peer']));
  return opened.afterRound();
}

function dial(endpoint: Endpoint | undefined): Socket {
  if (endpoint?.kind !== 'tcp') throw new Error('no TCP endpoint to connect to');
  return connect({ host: endpoint.host, port: endpoint.port, allowHalfOpen: true });
}

async function everything(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('end', () => resolve(Buffer.concat(chunks)));
    socket.once('error', reject);
  });
}

describe('clients that reset', () => {
  const stimulus = { kind: 'reset', connections: 6, messages: 3, bytes: 32, strangers: 2 } as const;
  const plans = resetPlan(4242, 0, 6, 3, 32);

  test('play their parts, as the server sees them', async () => {
    const seen: string[] = [];
    const closed: Promise<void>[] = [];
    serve = (socket) => {
      let bytes = 0;
      let failed = false;
      socket.on('data', (chunk) => {
        bytes += chunk.length;
        socket.write(chunk.subarray(0, chunk.length - (bytes % 32)));
      });
      socket.on('end', () => socket.end()).on('error', () => (failed = true));
      closed.push(
        new Promise((resolve) => {
          socket.on('close', () => {
            seen.push(`${Math.floor(bytes / 32)} ${failed || bytes % 32 > 0 ? 'cut' : 'whole'}`);
            resolve();
          });
        }),
      );
    };
    const record = await callAll(await openResetClients(stimulus, context), 0);
    await Promise.all(closed);
    const wanted = plans.map(({ messages, reset }) => `${messages} ${reset ? 'cut' : 'whole'}`);
    expect(seen.toSorted()).toEqual([...wanted, '0 cut', '0 cut'].toSorted());
    const tallies = plans.map(({ messages, reset }, key) => {
      const sent = Array.from({ length: messages }, (_, id) => messageOf(4242, 0, key, id, 32));
      const digest = sent.reduce((crc, message) => crc32(message, crc), 0);
      const bytes = 32 * messages;
      const ending = reset ? 'reset-by-client' : 'end';
      return { bytesSent: bytes, digestSent: digest, bytesReceived: bytes, digestReceived: digest, ending };
    });
    const stranger = {
      bytesSent: 0,
      digestSent: 0,
      bytesReceived: 0,
      digestReceived: 0,
      ending: 'reset-by-client',
    };
    expect(record).toEqual({ kind: 'clients', clients: [...tallies, stranger, stranger] });
  });

  test('tell when the server fails before they have played their part', async () => {
    serve = (socket) => void socket.once('data', () => socket.resetAndDestroy());
    const record = await callAll(await openResetClients(stimulus, context), 0);
    const clients = record?.kind === 'clients' ? record.clients : [];
    expect(
      clients.slice(0, 6).every(({ bytesReceived, ending }) => bytesReceived === 0 && ending === 'failed'),
    ).toBe(true);
  });

  test('know an address at which nobody listens', async () => {
    witness = await openResetClients(stimulus, context);
    await expect(everything(dial(witness.endpoints['nobody']))).rejects.toThrow('ECONNREFUSED');
  });
});

test('among the parts there is always a reset and an end, and never more than there is to say', () => {
  for (let secret = 0; secret < 300; secret++) {
    const parts = resetPlan(secret, 3, 2 + (secret % 5), 4, 64);
    expect(parts.some(({ reset }) => reset) && parts.some(({ reset }) => !reset)).toBe(true);
    for (const { messages, cutBytes, reset } of parts) {
      expect(messages >= 1 && messages <= 4 && cutBytes < 64).toBe(true);
      expect(reset || cutBytes === 0).toBe(true);
    }
  }
});
