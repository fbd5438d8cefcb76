// Tests of the upstreams: each answer as it is planned, connections counted, and what the workload is told of it.
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { bodyOf, requestAt, upstreamPlan } from '../../contract/upstream-plan.ts';
import type { UpstreamAnswer } from '../../contract/upstream-plan.ts';
import type { WitnessContext } from './context.ts';
import type { ArmedWitness } from './port.ts';
import { openUpstreams } from './upstreams.ts';

const SECRET = 4242;
const context = { secret: SECRET, directory: '', patienceMs: 100, now: () => 0 } as WitnessContext;
const stimulus = { kind: 'upstreams', upstreams: 1, pool: 2, each: 16, bytes: 64, delayMs: 1 } as const;
const PLAN = upstreamPlan(stimulus, SECRET, 0, true, 0);

let witness: ArmedWitness | null = null;
let agent = new Agent();

afterEach(async () => {
  agent.destroy();
  await witness?.disarm();
});

async function open(): Promise<ArmedWitness> {
  agent = new Agent({ keepAlive: true, maxSockets: 2 });
  witness = await openUpstreams(stimulus, context);
  await witness.beforeRound(0, true);
  return witness;
}

function at(name: string): { host: string; port: number } {
  const endpoint = witness?.endpoints[name];
  if (endpoint?.kind !== 'tcp') throw new Error(`no endpoint ${name}`);
  return endpoint;
}

interface Got {
  readonly status: number;
  readonly body: Buffer;
  readonly end: 'whole' | 'broken';
}

function ask(path: string, through: Agent | undefined = agent): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = get({ ...at('upstream-0'), agent: through, path }, (response) => {
      const pieces: Buffer[] = [];
      const over = (end: Got['end']) => (): void =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces), end });
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', over('whole'));
      response.on('error', over('broken'));
    });
    sent.on('error', reject);
  });
}

/** All requests that are answered so, in chunks or not. */
const placesOf = (answer: UpstreamAnswer): number[] =>
  PLAN.flatMap((plan, place) => (plan.answer === answer ? [place] : []));
const pathOf = (answer: UpstreamAnswer): string => `/${requestAt(stimulus, 0, placesOf(answer)[0] ?? -1)}`;

function told(): Promise<number[]> {
  return new Promise((resolve) => {
    const said: number[] = [];
    const socket = connect(at('peer'));
    socket.on('data', (bytes) => said.push(...bytes));
    socket.on('end', () => resolve(said));
  });
}

test('what comes whole has its body, in chunks and with its length, over one connection', async () => {
  const opened = await open();
  const places = placesOf('whole');
  expect(new Set(places.map((place) => PLAN[place]?.chunked)).size).toBe(2);
  for (const place of places) {
    const body = Buffer.from(bodyOf(SECRET, 0, place, 64));
    expect(await ask(`/${place}`)).toEqual({ status: 200, body, end: 'whole' });
  }
  agent.destroy();
  expect(await told()).toEqual([0, 0, 0]);
  const record = await opened.afterRound();
  expect(record?.kind === 'upstreams' && record.upstreams[0]).toEqual({
    over: 0,
    fresh: 0,
    left: 0,
    came: PLAN.map(({ answer }) => (answer === 'whole' ? 1 : 0)),
  });
});

test('what fails says so by its status, or ends within its body', async () => {
  await open();
  const failed = await ask(pathOf('error'));
  expect([failed.status, failed.body.length, failed.end]).toEqual([500, 64, 'whole']);
  for (const place of placesOf('cut')) {
    const cut = await ask(`/${place}`);
    expect([cut.status, cut.body.length, cut.end]).toEqual([200, 32, 'broken']);
  }
});

test('a body without an end goes on until its client goes', async () => {
  await open();
  const pieces: number[] = [];
  await new Promise<void>((resolve) => {
    const sent = get({ ...at('upstream-0'), agent, path: pathOf('endless') }, (response) => {
      response.on('error', () => {});
      response.on('data', (piece: Buffer) => {
        pieces.push(piece.length);
        if (pieces.length === 3) sent.destroy();
      });
    });
    sent.on('error', () => {});
    sent.on('close', resolve);
  });
  expect(pieces).toHaveLength(3);
  expect(await told()).toEqual([0, 0, 0]);
});

test('connections beyond the pool, needless ones and those that are left are told, and stand in the record', async () => {
  const opened = await open();
  const places = placesOf('whole').slice(0, 3);
  const ended = PLAN.length - placesOf('whole').length - placesOf('error').length;
  const lavish = new Agent({ keepAlive: true, maxSockets: 3 });
  await Promise.all(places.map((place) => ask(`/${place}`, lavish)));
  const needless = Array.from({ length: ended }, () => connect(at('upstream-0')));
  await Promise.all(needless.map((socket) => once(socket, 'connect')));
  expect(await told()).toEqual([1 + ended, 1, 3 + ended]);
  const record = await opened.afterRound();
  expect(record?.kind === 'upstreams' && record.upstreams[0]).toMatchObject({ fresh: 1, left: 3 + ended });
  lavish.destroy();
  for (const socket of needless) socket.destroy();
});

test('what it does not know is not found, and whoever is not told counts as not having asked', async () => {
  const opened = await open();
  expect((await ask('/16')).status).toBe(404);
  expect((await ask('/a')).status).toBe(404);
  expect((await opened.afterRound())?.unused).toEqual([{ endpoint: 'peer', lacks: 'connection' }]);
});
