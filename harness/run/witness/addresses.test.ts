// Tests of the addresses: good ones greet, refusing ones refuse, silent ones are silent, and what is under way is counted.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { greetingOf } from '../../contract/peer-stimulus.ts';
import { openAddresses } from './addresses.ts';
import { attemptsIn } from './attempts.ts';
import type { WitnessContext } from './context.ts';
import type { ArmedWitness } from './port.ts';

const context = { secret: 4242, directory: '', patienceMs: 60_000, now: () => 0 } as WitnessContext;
const stimulus = {
  kind: 'addresses',
  trials: [
    ['good', 'good'],
    ['refusing', 'silent'],
  ],
} as const;

let witness: ArmedWitness | null = null;
const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await witness?.disarm();
});

async function open(): Promise<ArmedWitness> {
  witness = await openAddresses(stimulus, context);
  await witness.beforeRound(0, true);
  return witness;
}

function dial(name: string): Socket {
  const endpoint = witness?.endpoints[name];
  if (endpoint?.kind !== 'tcp') throw new Error(`no endpoint ${name}`);
  const socket = connect({ host: endpoint.host, port: endpoint.port });
  sockets.push(socket);
  return socket.on('error', () => {});
}

function first(name: string): Promise<Buffer | string> {
  const socket = dial(name);
  return new Promise((resolve) => {
    socket.once('data', resolve);
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    setTimeout(() => resolve('silent'), 150);
  });
}

test('a good address greets with bytes of its own, a refusing one refuses, a silent one says nothing', async () => {
  await open();
  expect(await first('to-0-0')).toEqual(Buffer.from(greetingOf(4242, 0, 0, 0)));
  expect(await first('to-0-1')).toEqual(Buffer.from(greetingOf(4242, 0, 0, 1)));
  expect(await first('to-1-0')).toBe('ECONNREFUSED');
  expect(await first('to-1-1')).toBe('silent');
});

test('the workload is told what came to others than the first good one, and what is under way; the record says the same', async () => {
  const opened = await open();
  await first('to-0-1');
  await first('to-1-1');
  expect(await first('peer')).toEqual(Buffer.from([1, 0, 0, 1]));
  expect(await opened.afterRound()).toEqual({
    kind: 'addresses',
    trials: [
      { accepted: [0, 1], underWay: 0 },
      { accepted: [0, 0], underWay: 1 },
    ],
  });
});

test('nothing is under way when it was given up, and each round counts anew', async () => {
  const opened = await open();
  const waiting = dial('to-1-1');
  await new Promise((resolve) => setTimeout(resolve, 20));
  waiting.destroy();
  expect(await first('peer')).toEqual(Buffer.from([0, 0, 0, 0]));
  await first('to-0-1');
  await opened.beforeRound(1, false);
  expect(await first('peer')).toEqual(Buffer.from([0, 0, 0, 0]));
});

test('of the table of the kernel only what is asked for at this port and has no answer counts', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue',
    '   0: 0100007F:DE22 09004D7F:AA77 02 00000001:00000000',
    '   1: 0100007F:DE23 09004D7F:AA77 02 00000001:00000000',
    '   2: 0100007F:DE10 09004D7F:AA77 01 00000000:00000000',
    '   3: 0100007F:DE11 09004D7F:AA78 02 00000000:00000000',
  ].join('\n');
  expect([...attemptsIn(table, 0xaa77)]).toEqual([['127.77.0.9', 2]]);
  expect([...attemptsIn('', 1)]).toEqual([]);
});
