// Tests of the sender of signals over a real socket, with somebody in between who notes what would be sent.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SIGNALS, signalPlan } from '../../contract/signal-plan.ts';
import { FROM_SIGNALLER, TO_SIGNALLER } from '../../contract/witness.ts';
import { encodeFrame } from '../../testing/frame-client.ts';
import type { ArmedWitness } from './port.ts';
import { openSignaller } from './signaller.ts';

const SECRET = 7;
const RUNNER = 4321;
const plan = signalPlan(SECRET, 2, 3, 4);

let directory: string;
let witness: ArmedWitness;
let socket: Socket;
let sent: [pid: number, signal: string, state: number | null][];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'signaller-'));
  sent = [];
  const context = { secret: SECRET, directory, patienceMs: 20, now: () => 0, runners: () => [RUNNER] };
  const stimulus = { kind: 'signals', singles: 3, burst: 4 } as const;
  witness = await openSignaller(stimulus, context, (pid, signal) => sent.push([pid, signal, stateNow()]));
  await witness.beforeRound(2, true);
  const { signals } = witness.endpoints;
  if (signals?.kind !== 'tcp') throw new Error('no endpoint');
  socket = connect(signals.port, signals.host);
  await once(socket, 'connect');
});

afterEach(async () => {
  socket.destroy();
  await witness.disarm();
  rmSync(directory, { recursive: true });
});

function stateNow(): number | null {
  const path = join(directory, 'state');
  return existsSync(path) ? readFileSync(path).readUInt32LE(0) : null;
}

async function answer(): Promise<number> {
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  return bytes[0] ?? 0;
}

const ask = (kind: number, pid = RUNNER, place = 0): boolean => socket.write(encodeFrame([kind, pid, place]));

test('sends single signals by its plan, and says when nobody asks for the next one', async () => {
  ask(TO_SIGNALLER.SINGLE);
  expect(await answer()).toBe(FROM_SIGNALLER.GIVEN_UP);
  ask(TO_SIGNALLER.SINGLE);
  expect(await answer()).toBe(FROM_SIGNALLER.GIVEN_UP);
  const wanted = plan.singles.slice(0, 2).map(({ place }) => [RUNNER, SIGNALS[place], null]);
  expect(sent).toEqual(wanted);
  expect(await witness.afterRound()).toEqual({
    kind: 'signals',
    singles: 2,
    burst: 0,
    blocked: 0,
    children: 0,
  });
});

test('sets a state before each signal of a burst, and says when it is complete', async () => {
  ask(TO_SIGNALLER.BURST);
  expect(await answer()).toBe(FROM_SIGNALLER.SENT);
  const { place, states } = plan.burst;
  expect(sent).toEqual(states.map((state) => [RUNNER, SIGNALS[place], state]));
});

test('leaves a file when it has sent a signal to who is held up', async () => {
  ask(TO_SIGNALLER.BLOCKED);
  expect(await answer()).toBe(FROM_SIGNALLER.GIVEN_UP);
  expect(existsSync(join(directory, 'sent'))).toBe(true);
  expect(sent).toHaveLength(1);
});

test('leaves none, and sends nothing, when the round is over before', async () => {
  ask(TO_SIGNALLER.BLOCKED);
  // The frame is read, and its pause runs, when the bytes of a burst behind it come back.
  ask(TO_SIGNALLER.BURST);
  await answer();
  await witness.afterRound();
  sent.length = 0;
  rmSync(join(directory, 'sent'), { force: true });
  await setTimeout(20);
  expect(sent).toEqual([]);
  expect(existsSync(join(directory, 'sent'))).toBe(false);
});

test('sends what is asked for to a process of the runner', async () => {
  ask(TO_SIGNALLER.CHILD, RUNNER, 1);
  ask(TO_SIGNALLER.BURST);
  await answer();
  expect(sent[0]).toEqual([RUNNER, 'SIGTERM', null]);
});

test.each([
  ['a process of somebody else', TO_SIGNALLER.SINGLE, process.pid],
  ['itself', TO_SIGNALLER.CHILD, 1],
  ['everybody', TO_SIGNALLER.CHILD, 0],
  ['a question that it does not know', 9, RUNNER],
])('sends nothing to %s, and ends the connection', async (_, kind, pid) => {
  const closed = once(socket, 'close');
  socket.resume();
  ask(kind, pid);
  await closed;
  expect(sent).toEqual([]);
});

test('sends no burst twice, and nothing after the end of a round', async () => {
  ask(TO_SIGNALLER.BURST);
  await answer();
  const closed = once(socket, 'close');
  ask(TO_SIGNALLER.BURST);
  await closed;
  expect(sent).toHaveLength(4);
});
