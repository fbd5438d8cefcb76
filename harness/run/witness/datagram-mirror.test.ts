// Tests of the datagram mirror over real sockets: masks, empty datagrams, repetitions.
import { createSocket } from 'node:dgram';
import type { Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { datagramAnswer, MARK } from '../../contract/peer-stimulus.ts';
import { writePayload } from '../../contract/payload.ts';
import { openDatagramMirror } from './datagram-mirror.ts';
import type { ArmedWitness } from './port.ts';

const SECRET = 31;

let witness: ArmedWitness;
let socket: Socket;

beforeEach(async () => {
  witness = await openDatagramMirror({ secret: SECRET, directory: '', patienceMs: 1, now: () => 0 });
  const { peer } = witness.endpoints;
  if (peer?.kind !== 'tcp') throw new Error('no endpoint');
  socket = createSocket('udp4');
  socket.connect(peer.port, peer.host);
  await once(socket, 'connect');
});

afterEach(async () => {
  socket.close();
  await witness.disarm();
});

function payload(id: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  writePayload(bytes, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), 0, id);
  return bytes;
}

/** Not by `toEqual`, which takes half a second for so many numbers. */
function same(a: Uint8Array = new Uint8Array(), b: Uint8Array = new Uint8Array()): boolean {
  return Buffer.from(a).equals(b);
}

async function answerTo(datagram: Uint8Array): Promise<Uint8Array> {
  const answered = once(socket, 'message');
  socket.send(datagram);
  const [answer] = await answered;
  return Uint8Array.from(answer);
}

test('each datagram comes back with its header and masked behind it, in every round by another mask', async () => {
  const bytes = payload(3, 65_507);
  const answers: Uint8Array[] = [];
  for (const round of [0, 1]) {
    await witness.beforeRound(round, true);
    answers.push(await answerTo(bytes));
    expect(same(answers[round], datagramAnswer(SECRET, round, 3, bytes))).toBe(true);
    expect(answers[round]?.subarray(0, 16)).toEqual(bytes.subarray(0, 16));
    expect(await witness.afterRound()).toEqual({ kind: 'datagrams', received: 1, empty: 0, repeated: 0 });
  }
  expect(same(answers[0], answers[1])).toBe(false);
});

test('an empty one is answered by an empty one, and counted', async () => {
  await witness.beforeRound(0, true);
  expect(await answerTo(new Uint8Array())).toEqual(new Uint8Array());
  expect(await answerTo(new Uint8Array())).toEqual(new Uint8Array());
  expect(await witness.afterRound()).toEqual({ kind: 'datagrams', received: 0, empty: 2, repeated: 0 });
});

test('a repetition is told from the original, and the mark is nothing of either', async () => {
  await witness.beforeRound(0, true);
  for (const id of [7, 7]) await answerTo(payload(id, 24));
  expect(await answerTo(payload(MARK, 16))).toEqual(payload(MARK, 16));
  expect(await witness.afterRound()).toEqual({ kind: 'datagrams', received: 1, empty: 0, repeated: 1 });
});
