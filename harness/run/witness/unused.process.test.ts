// Tests of what a witness says of a workload that left its endpoints alone, or did not speak their wire.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Stimulus } from '../../contract/scenario.ts';
import { STIMULUS_WIRES } from '../../contract/stimulus-wire.ts';
import { unusedText } from '../../contract/unused.ts';
import type { Unused } from '../../contract/unused.ts';
import { encodeFrame } from '../../testing/frame-client.ts';
import { ONE_OF_EACH } from '../../testing/stimuli.ts';
import { openWitness } from './open-witness.ts';
import type { ArmedWitness } from './port.ts';

let directory: string;
let witness: ArmedWitness;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenloop-unused-'));
});

afterEach(async () => {
  await witness.disarm();
  rmSync(directory, { recursive: true });
});

async function arm(stimulus: Stimulus): Promise<void> {
  witness = await openWitness(stimulus, {
    directory,
    secret: 7,
    patienceMs: 50,
    now: () => 0,
    runners: () => [process.pid],
  });
  await witness.listening({ server: { kind: 'tcp', host: '127.0.0.1', port: 9 } });
}

async function unused(visit?: (witness: ArmedWitness) => Promise<Socket>): Promise<readonly Unused[]> {
  await witness.beforeRound(0, true);
  const socket = await visit?.(witness);
  const record = await witness.afterRound();
  socket?.destroy();
  return record?.unused ?? [];
}

/** Goes there, says this, and waits until it was heard: then the witness has ended the connection, or a moment has passed. */
function saying(name: string, bytes: Uint8Array, ends: boolean): (witness: ArmedWitness) => Promise<Socket> {
  return async ({ endpoints }) => {
    const endpoint = endpoints[name];
    if (endpoint?.kind !== 'tcp') throw new Error(`no TCP endpoint ${name}`);
    const socket = connect(endpoint.port, endpoint.host).on('error', () => {});
    await once(socket, 'connect');
    socket.resume().write(bytes);
    if (ends) await once(socket, 'close');
    else await new Promise((resolve) => void setTimeout(resolve, 30));
    return socket;
  };
}

describe.each(Object.entries(ONE_OF_EACH))('of the stimulus %s', (kind, stimulus) => {
  test('every endpoint that nobody used is named', async () => {
    const { offered, files } = STIMULUS_WIRES[kind as Stimulus['kind']];
    await arm(stimulus);
    const found = await unused();
    const named = offered.filter((name) => name !== 'nobody' && !name.includes('<'));
    const wanted = kind === 'timers' ? [files[0]] : named;
    expect(found.map(({ endpoint }) => endpoint)).toEqual(wanted);
    for (const each of found)
      expect(unusedText(each)).toMatch(new RegExp(`^(nobody|no) .* \`${each.endpoint}\``));
  });
});

describe.each(['edits', 'burst', 'acts', 'signals'] as const)('of the stimulus %s', (kind) => {
  const [name = ''] = STIMULUS_WIRES[kind].offered;

  test('a connection that asks for nothing is told from none', async () => {
    await arm(ONE_OF_EACH[kind]);
    expect(await unused(saying(name, Buffer.from('hello\n'), false))).toEqual([
      { endpoint: name, lacks: 'request' },
    ]);
  });

  test('what is no frame of the wire ends the connection, and the record says so', async () => {
    await arm(ONE_OF_EACH[kind]);
    const nonsense = Buffer.from('GET / HTTP/1.1\r\n\r\n');
    expect(await unused(saying(name, nonsense, true))).toEqual([{ endpoint: name, lacks: 'wire' }]);
  });

  test('who asks in one round has to ask in the next', async () => {
    await arm(ONE_OF_EACH[kind]);
    const ask = encodeFrame([1, kind === 'signals' ? process.pid : 0, 0]);
    const noted = process.listenerCount('SIGHUP');
    const heard = (): void => {};
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGUSR2', 'SIGWINCH'] as const) process.on(signal, heard);
    let standing: Socket | undefined;
    expect(
      await unused(async (armed) => {
        standing = await saying(name, ask, false)(armed);
        return new Socket();
      }),
    ).toEqual([]);
    expect(await unused()).toEqual([{ endpoint: name, lacks: 'request' }]);
    standing?.destroy();
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGUSR2', 'SIGWINCH'] as const) process.off(signal, heard);
    expect(process.listenerCount('SIGHUP')).toBe(noted);
  });
});

test('who connects to the peer of a shutdown and does not say where it listens has asked for nothing', async () => {
  await arm(ONE_OF_EACH.shutdown);
  expect(await unused(saying('peer', Buffer.of(1), false))).toEqual([{ endpoint: 'peer', lacks: 'request' }]);
});

test('of source and sink the one is named that nobody came to', async () => {
  await arm(ONE_OF_EACH.relay);
  const { source } = witness.endpoints;
  if (source?.kind !== 'unix') throw new Error('no source');
  const found = await unused(async () => {
    const socket = connect(source.path);
    await once(socket, 'connect');
    await new Promise((resolve) => void setTimeout(resolve, 20));
    return socket;
  });
  expect(found).toEqual([{ endpoint: 'sink', lacks: 'connection' }]);
});
