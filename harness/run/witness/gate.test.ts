// Tests of a gate: its work ends although the workload hangs, and work that fails is told to who waits for it.
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openGate } from './gate.ts';
import type { Gate, Listen } from './gate.ts';

let gate: Gate | undefined;
let socket: Socket | undefined;
afterEach(async () => {
  socket?.destroy();
  await gate?.close();
});

/** Settles when the work has begun. */
async function knock(work: (listen: Listen) => Promise<void>): Promise<Gate> {
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  gate = await openGate((listen) => {
    begin();
    return work(listen);
  });
  if (gate.endpoint.kind !== 'tcp') throw new Error('no port');
  socket = connect(gate.endpoint.port, gate.endpoint.host);
  await once(socket, 'connect');
  await begun;
  return gate;
}

test('who listens to a workload that says nothing more hears, after the patience, that it is gone', async () => {
  const heard: (Buffer | null)[] = [];
  const open = await knock(async (listen) => {
    heard.push(await listen(1));
  });
  await open.idle(10);
  expect(heard).toEqual([null]);
});

test('work that failed is told once, and the next round begins anew', async () => {
  const open = await knock(async () => {
    throw new Error('no reader');
  });
  await expect(open.idle()).rejects.toThrow('no reader');
  await expect(open.idle()).resolves.toBeUndefined();
});
