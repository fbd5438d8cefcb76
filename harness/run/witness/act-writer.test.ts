// Tests of acts, over a real socket and real files.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { planActs, statesOfActs } from '../../contract/act-plan.ts';
import { ABSENT, SAVE_WAYS } from '../../contract/act.ts';
import type { Act, UnnoticedAct } from '../../contract/act.ts';
import { contentOfDecoy, directoryIsMade } from '../../contract/stimulus.ts';
import { FROM_WRITER, TO_WRITER } from '../../contract/witness.ts';
import { openFrameClient } from '../../testing/frame-client.ts';
import type { FrameClient } from '../../testing/frame-client.ts';
import { openActWriter } from './act-writer.ts';
import type { ArmedWitness } from './port.ts';

const SECRET = 0xabcdef01;
const GO = [TO_WRITER.GO, 0, 0] as const;
const { SETTLED, LOST, DONE, ACTED } = FROM_WRITER;
const TURN: Act = { op: 'turn' };
const write = (file: string, key: number | null): Act => ({ op: 'write', file, key, length: 20 });

let directory: string;
let witness: ArmedWitness;
let client: FrameClient;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evenloop-acts-'));
});

afterEach(async () => {
  client.close();
  await witness.disarm();
  rmSync(directory, { recursive: true });
});

/** A writer with little patience, where a test waits for it to run out. */
async function start(acts: readonly Act[], patienceMs = 60_000): Promise<void> {
  let clock = 0;
  const stimulus = { kind: 'acts', directories: ['in', 'out'], files: ['in/there'], acts } as const;
  const context = { directory, secret: SECRET, patienceMs, now: () => ++clock };
  witness = await openActWriter(stimulus, context);
  client = await openFrameClient(witness.endpoints['writer']);
  await witness.beforeRound(0, true);
}

const stateOf = (file: string): number => {
  const path = join(directory, file);
  return existsSync(path) ? crc32(readFileSync(path)) : ABSENT;
};

/** Waits until the file has this content: the writer gives no sign of its own before it is acknowledged. */
async function reached(file: string, digest: number): Promise<void> {
  while (stateOf(file) !== digest) await new Promise((resolve) => setImmediate(resolve));
}

test('every act leaves on disk what was foretold, and settles when all of it was told', async () => {
  const names = new Map([
    [0, 'in/a'],
    [1, 'in/b'],
    [2, 'in/d/e/leaf'],
  ]);
  const leaves = [{ file: 'in/d/e/leaf', key: 2 }];
  const acts: Act[] = [
    write('in/a', 0),
    { op: 'save', file: 'in/a', key: 0, length: 20 },
    ...SAVE_WAYS.map((way): Act => ({ op: 'resave', way, file: 'in/a', key: 0, length: 20, times: 2 })),
    { op: 'rename', file: 'in/a', key: 0, to: 'in/b', toKey: 1 },
    { op: 'recreate', file: 'in/b', key: 1, length: 20 },
    { op: 'rename', file: 'in/b', key: 1, to: 'out/b', toKey: null },
    { op: 'rename', file: 'out/b', key: null, to: 'in/a', toKey: 0 },
    { op: 'plant', leaves, length: 20 },
    { op: 'uproot', directory: 'in/d', leaves },
    { op: 'remove', file: 'in/a', key: 0 },
  ];
  await start(acts);
  for (const { index, states } of planActs(SECRET, 0, acts)) {
    await client.send(GO);
    for (const { key, digest } of states) await reached(names.get(key) ?? '', digest);
    for (const { key, digest } of states) await client.send([TO_WRITER.STATE, key, digest]);
    for (const { key } of states) expect(await client.next()).toEqual([SETTLED, key, index]);
    expect(await client.next()).toEqual([ACTED, index, 0]);
  }
  await client.send(GO);
  expect(await client.next()).toEqual([DONE, acts.length, 0]);
  expect(readdirSync(join(directory, 'in'))).toEqual(['there']);
  expect(stateOf('in/there')).toBe(crc32(contentOfDecoy(SECRET, 0)));
  const record = await witness.afterRound();
  const states = record?.kind === 'acts' ? record.states : [];
  expect(states.map(({ index, key }) => [index, key])).toEqual(
    statesOfActs(SECRET, 0, acts).map(({ index, key }) => [index, key]),
  );
  for (const { beganNs, endedNs, acknowledgedNs } of states) {
    expect(beganNs).toBeLessThan(endedNs);
    expect(acknowledgedNs).toBeGreaterThan(endedNs);
  }
});

test('acts that nobody is to notice change no content, and the next act follows at once', async () => {
  const whats: UnnoticedAct[] = ['chmod', 'touch', 'read', 'open', 'link', 'rewrite'];
  const acts: Act[] = [
    ...whats.map((what): Act => ({ op: 'unnoticed', what, file: 'in/there' })),
    write('in/a', 0),
  ];
  await start(acts);
  const before = statSync(join(directory, 'in/there'));
  await client.send(GO);
  await reached('in/a', statesOfActs(SECRET, 0, acts)[0]?.digest ?? 0);
  expect(stateOf('in/there')).toBe(crc32(contentOfDecoy(SECRET, 0)));
  const after = statSync(join(directory, 'in/there'));
  expect([after.ino, after.nlink, after.size]).toEqual([before.ino, 1, before.size]);
  expect(after.mode).not.toBe(before.mode);
  expect(readdirSync(directory).toSorted()).toEqual(['in', 'out']);
});

test('a deferred change that is told in time settles, however late it comes', async () => {
  const acts: Act[] = [
    { op: 'write', file: 'in/a', key: 0, length: 20, deferred: true },
    TURN,
    write('in/b', 1),
  ];
  await start(acts);
  const [a, b] = statesOfActs(SECRET, 0, acts);
  await client.send(GO);
  expect(await client.next()).toEqual([ACTED, 1, 0]);
  await client.send(GO, [TO_WRITER.STATE, 1, b?.digest ?? 0]);
  expect(await client.next()).toEqual([SETTLED, 1, 2]);
  expect(await client.next()).toEqual([ACTED, 2, 0]);
  await client.send([TO_WRITER.STATE, 0, a?.digest ?? 0], GO);
  expect(await client.next()).toEqual([SETTLED, 0, 0]);
  expect(await client.next()).toEqual([DONE, 3, 0]);
});

test('a deferred change that was not told when the workload asks on is lost, and costs no patience', async () => {
  const acts: Act[] = [
    { op: 'write', file: 'in/a', key: 0, length: 20, deferred: true },
    TURN,
    write('in/b', 1),
  ];
  await start(acts);
  await client.send(GO, GO, [TO_WRITER.STATE, 1, statesOfActs(SECRET, 0, acts)[1]?.digest ?? 0], GO);
  for (const frame of [
    [ACTED, 1, 0],
    [SETTLED, 1, 2],
    [ACTED, 2, 0],
    [LOST, 0, 0],
    [DONE, 3, 0],
  ])
    expect(await client.next()).toEqual(frame);
  expect(await witness.afterRound()).toMatchObject({
    states: [{ key: 1 }, { key: 0, acknowledgedNs: null }],
  });
});

test('a change that nobody tells is lost when patience runs out, and no other follows in that round', async () => {
  await start([write('in/a', 0), write('in/b', 1)], 1);
  await client.send(GO, [TO_WRITER.STATE, 0, 12_345]);
  expect(await client.next()).toEqual([LOST, 0, 0]);
  expect(await client.next()).toEqual([ACTED, 1, 0]);
  await client.send(GO);
  expect(await client.next()).toEqual([DONE, 2, 0]);
  expect(existsSync(join(directory, 'in/b'))).toBe(false);
});

test('a second GO before everything is told performs nothing', async () => {
  const acts: Act[] = [write('in/a', 0), write('in/b', 1)];
  await start(acts);
  await client.send(GO, GO, GO, [TO_WRITER.STATE, 0, statesOfActs(SECRET, 0, acts)[0]?.digest ?? 0]);
  expect(await client.next()).toEqual([SETTLED, 0, 0]);
  expect(existsSync(join(directory, 'in/b'))).toBe(false);
});

test('a rest is counted and ends by itself; nobody to count makes no wake-ups', async () => {
  await start([{ op: 'rest', ms: 1 }]);
  await client.send(GO, GO);
  expect(await client.next()).toEqual([DONE, 1, 0]);
  const record = await witness.afterRound();
  const rests = record?.kind === 'acts' ? record.rests : [];
  expect(rests).toHaveLength(1);
  expect([0, null]).toContain(rests[0]?.wakeUps);
});

test('`maybe-mkdir` makes its directory or leaves it absent as the secret says, round by round', async () => {
  const acts: Act[] = Array.from({ length: 16 }, (_, i) => ({ op: 'maybe-mkdir', directory: `p${i}` }));
  await start(acts);
  for (const round of [0, 1]) {
    await witness.beforeRound(round, false);
    await client.send(GO);
    expect(await client.next()).toEqual([DONE, 16, 0]);
    const found = acts.map((_, i) => existsSync(join(directory, `p${i}`)));
    expect(found).toEqual(acts.map((_, i) => directoryIsMade(SECRET, round, i)));
    expect(new Set(found).size).toBe(2);
  }
});

test('a flood leaves the files as they are and marks its end with the number of the round', async () => {
  await start([
    write('in/f', null),
    { op: 'flood', files: ['in/there', 'in/f'], beyond: 10 },
    { op: 'mark', file: 'm' },
  ]);
  let notices = 0;
  const watcher = watch(join(directory, 'in'), () => (notices += 1));
  await client.send(GO);
  expect(await client.next()).toEqual([DONE, 3, 0]);
  watcher.close();
  expect(existsSync(join(directory, 'm0'))).toBe(true);
  expect(stateOf('in/there')).toBe(crc32(contentOfDecoy(SECRET, 0)));
  expect(notices).toBeGreaterThan(0);
});

test('acts that could not be told apart are refused before anything runs', async () => {
  await start([]);
  const context = { directory, secret: 1, patienceMs: 1, now: () => 0 };
  const acts: Act[] = [
    { op: 'remove', file: 'in/there', key: 0 },
    { op: 'remove', file: 'in/there', key: 0 },
  ];
  await expect(openActWriter({ kind: 'acts', directories: [], files: [], acts }, context)).rejects.toThrow(
    'as it was',
  );
});
