// Tests of acknowledged edits, over a real socket and real files.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Edit } from '../../contract/edit.ts';
import { contentOfDecoy, initialContent, statesOfEdits } from '../../contract/stimulus.ts';
import { FROM_WRITER, TO_WRITER } from '../../contract/witness.ts';
import { encodeFrame, openFrameClient } from '../../testing/frame-client.ts';
import type { FrameClient } from '../../testing/frame-client.ts';
import { openFileWriter } from './file-writer.ts';
import type { ArmedWitness } from './port.ts';

const SECRET = 0xabcdef01;
const GO = [TO_WRITER.GO, 0, 0] as const;
const edits: readonly Edit[] = [
  { op: 'write', file: 'note', key: 0, length: 40 },
  { op: 'write', file: 'other', key: 1, length: 50 },
  { op: 'append', file: 'note', key: 0, length: 60 },
  { op: 'same', file: 'other', key: 1, length: 50 },
  { op: 'truncate', file: 'note', key: 0, length: 10 },
];
const stimulus = { kind: 'edits', edits, decoys: ['note.bak', 'notes'] } as const;

let directory: string;
let witness: ArmedWitness;
let client: FrameClient;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenloop-writer-'));
});

afterEach(async () => {
  client.close();
  await witness.disarm();
  rmSync(directory, { recursive: true });
});

/** A writer with little patience, where a test waits for it to run out. */
async function start(patienceMs = 60_000): Promise<void> {
  let clock = 0;
  witness = await openFileWriter(stimulus, { directory, secret: SECRET, patienceMs, now: () => ++clock });
  client = await openFrameClient(witness.endpoints['writer']);
}

const content = (file: string): Buffer => readFileSync(join(directory, file));

test('all files and decoys exist before the first round', async () => {
  await start();
  expect(readdirSync(directory).toSorted()).toEqual(['note', 'note.bak', 'notes', 'other']);
  expect(content('note')).toEqual(Buffer.from(initialContent(SECRET, 0)));
  expect(content('other')).toEqual(Buffer.from(initialContent(SECRET, 1)));
  expect(content('notes')).toEqual(Buffer.from(contentOfDecoy(SECRET, 1)));
});

test('a workload that acknowledges what it reads is led through every edit of every round', async () => {
  await start();
  for (const round of [0, 1]) {
    await witness.beforeRound(round, false);
    const states = statesOfEdits(SECRET, round, edits);
    for (const index of [0, 1, 2, 4]) {
      const { file, key } = edits[index] as Edit;
      await client.send(GO);
      await reached(file, states[index]?.digest ?? 0);
      await client.send([TO_WRITER.STATE, key, crc32(content(file))]);
      expect(await client.next()).toEqual([FROM_WRITER.SETTLED, key, index]);
    }
    await client.send(GO);
    expect(await client.next()).toEqual([FROM_WRITER.DONE, edits.length, 0]);
    const record = await witness.afterRound();
    const wanted = states
      .filter(({ acknowledged }) => acknowledged)
      .map(({ key, digest }) => ({ key, digest }));
    expect(record?.kind === 'edits' && record.edits.map(({ key, digest }) => ({ key, digest }))).toEqual(
      wanted,
    );
    for (const edit of record?.kind === 'edits' ? record.edits : []) {
      expect(edit.beganNs).toBeLessThan(edit.endedNs);
      expect(edit.acknowledgedNs).toBeGreaterThan(edit.endedNs);
    }
  }
  expect(content('note.bak')).toEqual(Buffer.from(contentOfDecoy(SECRET, 0)));
  expect(content('notes')).toEqual(Buffer.from(contentOfDecoy(SECRET, 1)));
});

test('a wrong digest settles nothing, and the right one still does', async () => {
  await start();
  await witness.beforeRound(0, true);
  const digest = statesOfEdits(SECRET, 0, edits)[0]?.digest ?? 0;
  await client.send(
    GO,
    [TO_WRITER.STATE, 0, 0],
    [TO_WRITER.STATE, 1, digest],
    [TO_WRITER.STATE, 0, digest],
    GO,
  );
  expect(await client.next()).toEqual([FROM_WRITER.SETTLED, 0, 0]);
});

test('an edit that nobody acknowledges is lost when patience runs out, and no other follows in that round', async () => {
  await start(1);
  await witness.beforeRound(0, false);
  await client.send(GO, [TO_WRITER.STATE, 0, 12345]);
  expect(await client.next()).toEqual([FROM_WRITER.LOST, 0, 0]);
  await client.send(GO);
  expect(await client.next()).toEqual([FROM_WRITER.DONE, edits.length, 0]);
  const record = await witness.afterRound();
  expect(record).toMatchObject({ edits: [{ key: 0, acknowledgedNs: null }] });
});

test('a second GO before the acknowledgement performs nothing', async () => {
  await start();
  await witness.beforeRound(0, false);
  const states = statesOfEdits(SECRET, 0, edits);
  await client.send(GO, GO, GO, [TO_WRITER.STATE, 0, states[0]?.digest ?? 0]);
  expect(await client.next()).toEqual([FROM_WRITER.SETTLED, 0, 0]);
  expect(content('other')).toEqual(Buffer.from(initialContent(SECRET, 1)));
});

test('a round that ends with an edit outstanding records it as never acknowledged, and edits no more', async () => {
  await start();
  await witness.beforeRound(0, false);
  await client.send(GO);
  await reached('note', statesOfEdits(SECRET, 0, edits)[0]?.digest ?? 0);
  expect(await witness.afterRound()).toMatchObject({ edits: [{ key: 0, acknowledgedNs: null }] });
  await client.send(GO);
  expect(await client.next()).toEqual([FROM_WRITER.DONE, edits.length, 0]);
  expect(content('other')).toEqual(Buffer.from(initialContent(SECRET, 1)));
});

test('a workload that disconnects leaves the writer usable for the next connection', async () => {
  await start();
  await witness.beforeRound(0, false);
  await client.send(GO, [TO_WRITER.BYE, 0, 0]);
  expect(await client.next()).toBe(null);
  client = await openFrameClient(witness.endpoints['writer']);
  await client.send([TO_WRITER.STATE, 0, statesOfEdits(SECRET, 0, edits)[0]?.digest ?? 0]);
  expect(await client.next()).toEqual([FROM_WRITER.SETTLED, 0, 0]);
});

test('frames may be cut anywhere, and what is no frame ends the connection', async () => {
  await start();
  await witness.beforeRound(0, false);
  const digest = statesOfEdits(SECRET, 0, edits)[0]?.digest ?? 0;
  const bytes = Buffer.concat([encodeFrame(GO), encodeFrame([TO_WRITER.STATE, 0, digest])]);
  for (const at of bytes.keys()) await client.sendBytes(bytes.subarray(at, at + 1));
  expect(await client.next()).toEqual([FROM_WRITER.SETTLED, 0, 0]);
  await client.send([77, 0, 0]);
  expect(await client.next()).toBe(null);
});

test('edits whose files and keys do not belong together are refused', async () => {
  await start();
  const mixed: readonly Edit[] = [
    { op: 'write', file: 'x', key: 0, length: 10 },
    { op: 'write', file: 'y', key: 0, length: 10 },
  ];
  const context = { directory, secret: 1, patienceMs: 1, now: () => 0 };
  await expect(openFileWriter({ kind: 'edits', edits: mixed, decoys: [] }, context)).rejects.toThrow(
    'one to one',
  );
  await expect(openFileWriter({ ...stimulus, decoys: ['note'] }, context)).rejects.toThrow('decoy');
});

/** Waits until the file has this content: the writer gives no sign of its own before it is acknowledged. */
async function reached(file: string, digest: number): Promise<void> {
  while (crc32(content(file)) !== digest) await new Promise((resolve) => setImmediate(resolve));
}
