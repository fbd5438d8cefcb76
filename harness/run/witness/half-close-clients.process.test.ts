// Clients that end together with their last bytes: real servers on loopback, well-behaved ones and others, and named pipes.
import { closeSync, mkdtempSync, openSync, read, rmSync, writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Endpoint } from '../../contract/message.ts';
import { requestOf } from '../../contract/peer-stimulus.ts';
import { END_PIPES } from '../../contract/witness.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { openHalfCloseClients } from './half-close-clients.ts';
import { listen } from './listen.ts';
import type { ArmedWitness } from './port.ts';

const SECRET = 4242;
const BYTES = 5000;
const HEAD = 4900;
const stimulus = { kind: 'half-close', connections: 2, bytes: BYTES, tailBytes: BYTES - HEAD } as const;

let directory: string;
let witness: ArmedWitness;
let pipes: { readonly to: number; readonly from: number } | null;
let server: Server;
let serve: (socket: Socket) => void;
let accepted: Socket[];
/** Settles when the witness has answered. */
let held: Promise<unknown>;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenloop-test-'));
  pipes = null;
  held = Promise.resolve();
  accepted = [];
  server = createServer({ allowHalfOpen: true }, (socket) => {
    accepted.push(socket);
    serve(socket.on('error', () => {}));
  });
});

afterEach(async () => {
  await held;
  await witness.disarm();
  for (const socket of accepted) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  for (const descriptor of Object.values(pipes ?? {})) closeSync(descriptor);
  rmSync(directory, { recursive: true });
});

async function open(patienceMs = 60_000): Promise<void> {
  witness = await openHalfCloseClients(stimulus, { secret: SECRET, directory, patienceMs, now: () => 0 });
  await witness.listening({ server: await listen(server) });
  pipes = {
    to: openSync(join(directory, END_PIPES.toWitness), 'w'),
    from: openSync(join(directory, END_PIPES.fromWitness), 'r'),
  };
}

const readFrom = promisify(read);

/** A workload would block here. This process is the witness's too. */
function hold(): void {
  if (pipes === null) throw new Error('not open');
  writeSync(pipes.to, '.');
  held = readFrom(pipes.from, Buffer.alloc(1), 0, 1, null);
}

async function callAll(round: number): Promise<WitnessRecord | null> {
  await witness.beforeRound(round, true);
  await over(dial(witness.endpoints['peer']));
  return witness.afterRound();
}

function dial(endpoint: Endpoint | undefined): Socket {
  if (endpoint?.kind !== 'tcp') throw new Error('no TCP endpoint to connect to');
  return connect({ host: endpoint.host, port: endpoint.port });
}

function over(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('end', resolve).once('error', reject).resume();
  });
}

/** Answers after the end, and tells when all but the tail of every request has come. */
function answering(answer: (socket: Socket, request: Buffer) => void, allAsked: () => void): typeof serve {
  let heads = 0;
  return (socket) => {
    const chunks: Buffer[] = [];
    let length = 0;
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const before = length;
      length += chunk.length;
      if (before < HEAD && length >= HEAD && ++heads % stimulus.connections === 0) allAsked();
    });
    socket.on('end', () => answer(socket, Buffer.concat(chunks)));
  };
}

test('get their reply, and each round has requests of its own', async () => {
  serve = answering((socket, request) => socket.end(request), hold);
  await open();
  for (const round of [0, 1]) {
    const tally = (key: number): object => {
      const digest = crc32(requestOf(SECRET, round, key, BYTES));
      return {
        bytesSent: BYTES,
        digestSent: digest,
        bytesReceived: BYTES,
        digestReceived: digest,
        ending: 'end',
      };
    };
    expect(await callAll(round)).toEqual({ kind: 'clients', clients: [tally(0), tally(1)] });
  }
});

test('end none before all have asked, and then all together, with their last bytes', async () => {
  const seen: string[] = [];
  serve = (socket) => {
    let length = 0;
    socket.on('data', (chunk) => {
      length += chunk.length;
      seen.push(length === HEAD ? 'head' : length === BYTES ? 'tail' : 'piece');
      if (seen.filter((what) => what === 'head').length === 2 && length === HEAD) {
        seen.push('held');
        hold();
      }
    });
    socket.on('end', () => {
      seen.push('end');
      socket.end();
    });
  };
  await open();
  await callAll(0);
  const whole = seen.filter((what) => what !== 'piece');
  expect(whole.slice(0, 3)).toEqual(['head', 'head', 'held']);
  expect(whole.slice(3).toSorted()).toEqual(['end', 'end', 'tail', 'tail']);
});

test('tell when the server ends with them and has nothing to say', async () => {
  serve = answering((socket) => socket.end(), hold);
  await open();
  expect(await callAll(0)).toMatchObject({
    clients: [{ bytesReceived: 0, ending: 'end' }, { bytesReceived: 0 }],
  });
});

test('tell when the reply is cut off by a reset', async () => {
  serve = answering((socket) => socket.resetAndDestroy(), hold);
  await open();
  expect(await callAll(0)).toMatchObject({ clients: [{ ending: 'failed' }, { ending: 'failed' }] });
});

test('give up when patience runs out: nobody says that all have asked', async () => {
  serve = answering(
    (socket) => socket.end(),
    () => {},
  );
  await open(1);
  expect(await callAll(0)).toMatchObject({
    clients: [{ ending: 'failed', bytesSent: HEAD }, { ending: 'failed' }],
  });
});

test('answer who holds its loop up although their connections are gone', async () => {
  serve = (socket) => socket.resetAndDestroy();
  await open();
  expect(await callAll(0)).toMatchObject({ clients: [{ ending: 'failed' }, { ending: 'failed' }] });
  hold();
});

test('do not come where nobody listens or calls them', async () => {
  witness = await openHalfCloseClients(stimulus, { secret: SECRET, directory, patienceMs: 1, now: () => 0 });
  await witness.beforeRound(0, true);
  await over(dial(witness.endpoints['peer']));
  expect(await witness.afterRound()).toEqual({ kind: 'clients', clients: [] });
  await witness.beforeRound(1, false);
  expect(await witness.afterRound()).toEqual({
    kind: 'clients',
    clients: [],
    unused: [{ endpoint: 'peer', lacks: 'connection' }],
  });
});
