// Tests of bursts, over a real socket and real files.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentOfWrite } from '../../contract/stimulus.ts';
import { FROM_WRITER, TO_WRITER } from '../../contract/witness.ts';
import { openFrameClient } from '../../testing/frame-client.ts';
import type { FrameClient } from '../../testing/frame-client.ts';
import { openBurstWriter } from './burst-writer.ts';
import type { ArmedWitness } from './port.ts';

const SECRET = 77;
const GO = [TO_WRITER.GO, 0, 0] as const;
const stimulus = { kind: 'burst', files: 2, writes: 5, bytes: 100, spacingUs: 0 } as const;
const last = (round: number, write: number): number => crc32(contentOfWrite(SECRET, round, write, 100));

let directory: string;
let witness: ArmedWitness;
let client: FrameClient;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenloop-burst-'));
});

afterEach(async () => {
  client.close();
  await witness.disarm();
  rmSync(directory, { recursive: true });
});

async function start(patienceMs: number, spacingUs = 0): Promise<void> {
  let clock = 0;
  const now = (): number => (clock += 1000);
  witness = await openBurstWriter({ ...stimulus, spacingUs }, { directory, secret: SECRET, patienceMs, now });
  client = await openFrameClient(witness.endpoints['writer']);
}

test('the burst ends when the last state of each file has been told', async () => {
  await start(60_000);
  for (const round of [0, 1]) {
    await witness.beforeRound(round, false);
    const [zero, one] = [last(round, 4), last(round, 3)];
    await client.send(GO, [TO_WRITER.STATE, 1, last(round, 1)], [TO_WRITER.STATE, 1, one]);
    expect(await client.next()).toEqual([FROM_WRITER.SETTLED, 1, 0]);
    expect([0, 1].map((key) => crc32(readFileSync(join(directory, String(key)))))).toEqual([zero, one]);
    await client.send([TO_WRITER.STATE, 0, zero]);
    expect(await client.next()).toEqual([FROM_WRITER.SETTLED, 0, 0]);
    expect(await client.next()).toEqual([FROM_WRITER.DONE, 5, 0]);
    await client.send(GO);
    expect(await client.next()).toEqual([FROM_WRITER.DONE, 5, 0]);
    const record = await witness.afterRound();
    expect(record).toMatchObject({
      kind: 'burst',
      files: [
        { key: 0, digest: zero },
        { key: 1, digest: one },
      ],
    });
    for (const file of record?.kind === 'burst' ? record.files : [])
      expect(file.acknowledgedNs).toBeGreaterThan(record?.kind === 'burst' ? record.endedNs : Infinity);
  }
});

test('files whose last state is never told are lost when patience runs out', async () => {
  await start(1);
  await witness.beforeRound(0, false);
  await client.send(GO);
  expect(await client.next()).toEqual([FROM_WRITER.LOST, 0, 0]);
  expect(await client.next()).toEqual([FROM_WRITER.LOST, 1, 0]);
  expect(await client.next()).toEqual([FROM_WRITER.DONE, 5, 0]);
  expect(await witness.afterRound()).toMatchObject({
    files: [{ acknowledgedNs: null }, { acknowledgedNs: null }],
  });
});

test('writes keep their spacing', async () => {
  await start(60_000, 20);
  await witness.beforeRound(0, false);
  await client.send(GO, [TO_WRITER.STATE, 0, last(0, 4)]);
  expect(await client.next()).toEqual([FROM_WRITER.SETTLED, 0, 0]);
  const record = await witness.afterRound();
  if (record?.kind !== 'burst') throw new Error('no record of the burst');
  expect(record.endedNs - record.beganNs).toBeGreaterThanOrEqual(4 * 20_000);
});

test('a burst of nothing is refused', async () => {
  await start(1);
  const context = { directory, secret: 1, patienceMs: 1, now: () => 0 };
  await expect(openBurstWriter({ ...stimulus, writes: 0 }, context)).rejects.toThrow('at least one');
});
