// Tests of the HTTP clients against servers that are right, and against ones that are wrong in one way each.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, createServer as createRawServer } from 'node:net';
import type { AddressInfo, Server as RawServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { ODD_REQUESTS, connectionCount, requestCount } from '../../contract/http-plan.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { openHttpClients } from './http-clients.ts';
import type { ArmedWitness } from './port.ts';

const stimulus = {
  kind: 'http-clients',
  connections: 2,
  bytes: 40,
  stepMs: 16,
  ratesPerSecond: [500, 1000],
} as const;
/** Of an honest server nothing is given up, however busy the machine is. */
const PATIENT_MS = 10_000;
const IMPATIENT_MS = 150;

type Clients = Extract<WitnessRecord, { kind: 'http-clients' }>;
type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

let witness: ArmedWitness | null = null;
let server: Server | RawServer | null = null;

afterEach(async () => {
  await witness?.disarm();
  if (server !== null && 'closeAllConnections' in server) server.closeAllConnections();
  server?.close();
  witness = server = null;
});

async function called(on: Server | RawServer, patienceMs: number): Promise<Clients> {
  server = on;
  await new Promise<void>((resolve) => void on.listen(0, '127.0.0.1', resolve));
  const now = (): number => Math.round(performance.now() * 1e6);
  const context = { secret: 4242, directory: '', patienceMs, now } as WitnessContext;
  witness = await openHttpClients(stimulus, context);
  const { port } = on.address() as AddressInfo;
  await witness.listening({ server: { kind: 'tcp', host: '127.0.0.1', port } });
  await witness.beforeRound(0, true);
  const { peer } = witness.endpoints;
  if (peer?.kind !== 'tcp') throw new Error('no peer');
  await text(connect(peer.port, peer.host));
  const record = await witness.afterRound();
  if (record?.kind !== 'http-clients') throw new Error('no record of clients');
  return record;
}

function answering(handler: Handler): Server {
  return createServer({ keepAliveTimeout: 0 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => {});
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.on('end', () => handler(request, response, Buffer.concat(chunks)));
  });
}

const honest: Handler = (request, response, body) => {
  const { url = '' } = request;
  if (url.startsWith('/endless')) response.write('...');
  else response.end(body.length > 0 ? body : Buffer.alloc(stimulus.bytes, url));
};

/** As an honest one, but for this request. */
const butFor =
  (number: number, handler: Handler): Handler =>
  (request, response, body) =>
    request.url?.startsWith(`/answer/${number}/`)
      ? handler(request, response, body)
      : honest(request, response, body);

test('an honest server has no faults, closes everything, and has a latency for each request of the open loop', async () => {
  let gone = 0;
  const handler: Handler = (request, response, body) => {
    if (request.url?.startsWith('/endless')) response.once('close', () => void (gone += 1));
    honest(request, response, body);
  };
  const record = await called(answering(handler), PATIENT_MS);
  expect(record).toMatchObject({ left: 0, faults: [], connections: connectionCount(stimulus) });
  expect(record.rates.map(({ latenciesNs }) => latenciesNs.length)).toEqual([8, 16]);
  for (const { latenciesNs, lastedNs, busyNs } of record.rates) {
    expect(Math.min(...latenciesNs)).toBeGreaterThan(0);
    expect(Math.max(...latenciesNs)).toBeLessThanOrEqual(lastedNs);
    expect(busyNs).toBeGreaterThan(0);
  }
  expect(gone).toBe(2);
});

test('a latency counts from when the request was due: a server that stands still is late for all that were', async () => {
  const first = ODD_REQUESTS;
  const stalled: Handler = (request, response, body) => {
    const untilMs = performance.now() + 12;
    while (performance.now() < untilMs);
    honest(request, response, body);
  };
  const { faults, rates } = await called(answering(butFor(first, stalled)), PATIENT_MS);
  expect(faults).toEqual([]);
  // Six more were due while it stood still for 12 ms, 2 ms apart. Each waited for what was left of them.
  const [slow, second, third] = (rates[0]?.latenciesNs ?? []).toSorted((a, b) => b - a);
  expect(slow).toBeGreaterThanOrEqual(12e6);
  expect(second).toBeGreaterThanOrEqual(10e6);
  expect(third).toBeGreaterThanOrEqual(8e6);
});

test('another body, another status and more behind an answer are told from each other', async () => {
  const last = requestCount(stimulus) - 1;
  const others: Readonly<Record<string, Handler>> = {
    '0': (_request, response) => void response.end(Buffer.alloc(stimulus.bytes)),
    '5': (request, response, body) => {
      response.writeHead(500);
      honest(request, response, body);
    },
    [last]: (request, response, body) => {
      honest(request, response, body);
      setImmediate(() => request.socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    },
  };
  const handler: Handler = (request, response, body) =>
    (others[request.url?.split('/')[2] ?? ''] ?? honest)(request, response, body);
  const { faults } = await called(answering(handler), PATIENT_MS);
  expect(faults).toContainEqual({ number: 0, fault: 'wrong' });
  expect(faults).toContainEqual({ number: 5, fault: 'wrong' });
  expect(faults).toContainEqual({ number: last, fault: 'beyond' });
  expect(faults).toHaveLength(3);
});

test('what is never answered is given up, and a connection that stays open is left', async () => {
  const record = await called(answering(butFor(ODD_REQUESTS, () => {})), IMPATIENT_MS);
  expect(record.faults).toContainEqual({ number: ODD_REQUESTS, fault: 'unanswered' });
  expect(record.left).toBeGreaterThan(0);
});

test('a connection that the server ends needs another one', async () => {
  const ending: Handler = (request, response, body) => {
    response.setHeader('Connection', 'close');
    honest(request, response, body);
  };
  const record = await called(answering(butFor(ODD_REQUESTS + 1, ending)), PATIENT_MS);
  expect(record.faults).toEqual([]);
  expect(record.connections).toBe(connectionCount(stimulus) + 1);
});

test('a server that ends every connection at once ends the round', async () => {
  const raw = createRawServer((socket) => void socket.on('error', () => {}).destroy());
  const record = await called(raw, IMPATIENT_MS);
  expect(new Set(record.faults.map(({ fault }) => fault))).toEqual(new Set(['unanswered']));
  // All that have an answer, of the open loop and before it: the two that leave want none.
  expect(new Set(record.faults.map(({ number }) => number)).size).toBeGreaterThanOrEqual(
    requestCount(stimulus) - 2,
  );
  expect(record.rates.map(({ latenciesNs }) => latenciesNs.length)).toEqual([0, 0]);
});
