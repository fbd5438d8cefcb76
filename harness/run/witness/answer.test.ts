// Several invocations under one witness process: each has its own witness, its own order, and its own troubles.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { makeAnswer } from './answer.ts';
import type { AnswerRequest } from './answer.ts';
import type { WitnessReply } from './wire.ts';

let folder: string;
let answer: AnswerRequest;
let id = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-answer-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  answer = makeAnswer({ patienceMs: 5000, now: () => 0 });
});

function arm(invocation: string, count: number): Promise<WitnessReply> {
  const directory = join(folder, invocation);
  mkdirSync(directory, { recursive: true });
  const stimulus = { kind: 'files' as const, count, bytes: 5, missing: [] };
  return answer({
    kind: 'arm',
    id: ++id,
    invocation,
    request: { invocation, stimulus, directory, secret: 1 },
  });
}

const before = (invocation: string, round = 0): Promise<WitnessReply> =>
  answer({ kind: 'before-round', id: ++id, invocation, round, traced: false });
const ask = (invocation: string, kind: 'after-round' | 'disarm'): Promise<WitnessReply> =>
  answer({ kind, id: ++id, invocation });

test('two armed at once each have their own files and their own record', async () => {
  expect(await Promise.all([arm('a', 2), arm('b', 3)])).toMatchObject([
    { kind: 'endpoints' },
    { kind: 'endpoints' },
  ]);
  await Promise.all([before('a'), before('b')]);
  expect(await ask('b', 'after-round')).toMatchObject({
    kind: 'record',
    record: { kind: 'files', written: 3 },
  });
  expect(await ask('a', 'after-round')).toMatchObject({
    kind: 'record',
    record: { kind: 'files', written: 2 },
  });
  expect([readdirSync(join(folder, 'a')).length, readdirSync(join(folder, 'b')).length]).toEqual([2, 3]);
});

test('requests of one invocation are carried out in their order, however fast they come', async () => {
  const replies = await Promise.all([
    arm('a', 1),
    before('a'),
    ask('a', 'after-round'),
    ask('a', 'disarm'),
    ask('a', 'after-round'),
  ]);
  expect(replies.map(({ kind }) => kind)).toEqual(['endpoints', 'endpoints', 'record', 'done', 'problem']);
});

test('a problem of one invocation is told to it, and is none of the others', async () => {
  await Promise.all([arm('a', 1), arm('b', 1)]);
  rmSync(join(folder, 'a'), { recursive: true });
  expect(await before('a')).toMatchObject({ kind: 'problem', cause: expect.stringContaining('ENOENT') });
  expect(await before('b')).toMatchObject({ kind: 'endpoints' });
  expect(await ask('b', 'disarm')).toMatchObject({ kind: 'done' });
});

test('to disarm one leaves the others armed, and whoever was never armed is told so', async () => {
  await Promise.all([arm('a', 1), arm('b', 1)]);
  await ask('a', 'disarm');
  expect(await before('a')).toMatchObject({ kind: 'problem', cause: 'before-round before arm' });
  expect(await before('b')).toMatchObject({ kind: 'endpoints' });
  expect(await ask('c', 'disarm')).toMatchObject({ kind: 'problem', cause: 'disarm before arm' });
});
