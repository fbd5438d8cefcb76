// Tests of source and sink: relays on real Unix sockets, honest ones and such that hoard, cut and change.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { relayDigest } from '../../contract/peer-stimulus.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { ArmedWitness } from './port.ts';
import { openRelay } from './relay.ts';

const SECRET = 99;
const BYTES = 4 * 1024 * 1024;
const stimulus = { kind: 'relay', chunks: 64, chunkBytes: 65536, takenBytes: 0 } as const;

let directory: string;
let witness: ArmedWitness;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenloop-relay-'));
});

async function start(stallMs: number): Promise<void> {
  const context = { directory, secret: SECRET, patienceMs: 60_000, now: () => 0 };
  witness = await openRelay({ ...stimulus, stallMs }, context);
}

afterEach(async () => {
  await witness.disarm();
  rmSync(directory, { recursive: true });
});

function dial(name: string): Socket {
  const endpoint = witness.endpoints[name];
  if (endpoint?.kind !== 'unix') throw new Error('no Unix endpoint to connect to');
  return connect(endpoint.path);
}

async function relayed(
  round: number,
  pass: (source: Socket, sink: Socket) => Promise<void>,
): Promise<Extract<WitnessRecord, { kind: 'relay' }>> {
  await witness.beforeRound(round, true);
  const [source, sink] = [dial('source'), dial('sink')];
  const closed = once(sink.resume(), 'close');
  await pass(source, sink);
  await closed;
  const record = await witness.afterRound();
  if (record?.kind !== 'relay') throw new Error('no record of the relay');
  return record;
}

test('an honest relay takes little before the sink takes anything, and loses nothing', async () => {
  await start(20);
  for (const round of [0, 1]) {
    const record = await relayed(round, (source, sink) => pipeline(source, sink));
    const digest = relayDigest(SECRET, round, 64, 65536);
    expect(record).toMatchObject({
      bytesSent: BYTES,
      bytesReceived: BYTES,
      digestSent: digest,
      digestReceived: digest,
    });
    expect(record.takenBytes).toBeLessThan(BYTES / 2);
  }
});

test('a relay that hoards has taken everything by then', async () => {
  // As long as it takes: who takes everything ends the wait.
  await start(60_000);
  const record = await relayed(0, async (source, sink) => {
    source.on('data', (chunk) => sink.write(chunk));
    await once(source, 'end');
    sink.end();
  });
  expect(record).toMatchObject({ takenBytes: BYTES, bytesReceived: BYTES });
});

test('what a relay loses or changes shows', async () => {
  await start(20);
  const changed = await relayed(0, async (source, sink) => {
    let first = true;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (first) chunk[9] = (chunk[9] ?? 0) ^ 1;
      first = false;
      if (!sink.write(chunk)) await once(sink, 'drain');
    }
    sink.end();
  });
  expect(changed.bytesReceived).toBe(BYTES);
  expect(changed.digestReceived).not.toBe(changed.digestSent);
  const cut = await relayed(1, async (source, sink) => {
    await once(source, 'readable');
    source.destroy();
    sink.end('nothing else');
  });
  expect(cut.bytesReceived).toBe(12);
  expect(cut.bytesSent).toBeLessThan(BYTES);
});

test('a round in which nobody came is all zeros', async () => {
  await start(20);
  await witness.beforeRound(0, true);
  expect(await witness.afterRound()).toMatchObject({ bytesSent: 0, bytesReceived: 0, takenBytes: 0 });
});
