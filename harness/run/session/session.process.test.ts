// The session by itself: lockstep, provocations, and what is said after the end.
import { expect, onTestFinished, test } from 'vitest';
import { fakeRuntime, SOURCE_ROOT } from '../../testing/fake-runtime.ts';
import { Session } from './session.ts';
import { spawnRunner } from './spawn-runner.ts';

const HELLO = { protocol: 1, harness: { name: 'evenloop', version: '0' } };
const LIMIT_MS = 20_000;

async function open(fault = 'none') {
  const spawned = await spawnRunner(fakeRuntime(fault), SOURCE_ROOT);
  if (!spawned.ok) throw new Error(spawned.failure.cause);
  onTestFinished(() => spawned.value.kill());
  return { session: new Session(spawned.value), runner: spawned.value };
}

test('a reply carries when its request was written and when it was read', async () => {
  const { session } = await open();
  const first = await session.request('hello', HELLO, LIMIT_MS);
  const second = await session.request('clock', {}, LIMIT_MS);
  if (first.kind !== 'reply' || second.kind !== 'reply') throw new Error('two replies');
  expect(first.reply.runner.id).toBe('fake');
  const stamps = [first.sentNs, first.receivedNs, second.sentNs, second.receivedNs];
  expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
});

test('a second request before the first is answered is a mistake of the harness', async () => {
  const { session } = await open();
  const first = session.request('hello', HELLO, LIMIT_MS);
  expect(() => session.request('clock', {}, LIMIT_MS)).toThrow('`clock` sent while `hello` waits');
  expect((await first).kind).toBe('reply');
});

test('a line that is no message is refused without an id', async () => {
  const { session } = await open();
  const answer = await session.provoke('{"kind":', LIMIT_MS);
  expect(answer).toMatchObject({ kind: 'refused', refusal: { id: null, code: 'bad-message' } });
});

test('after the end every request gets the same outcome', async () => {
  const { session } = await open('hang-on-hello');
  const first = await session.request('hello', HELLO, 100);
  expect(first).toMatchObject({ kind: 'ended', outcome: { kind: 'timeout' } });
  expect(await session.request('clock', {}, LIMIT_MS)).toEqual(first);
});

test('a runner that dies between two requests is noticed by the next', async () => {
  const { session, runner } = await open();
  await session.request('hello', HELLO, LIMIT_MS);
  await runner.kill();
  await runner.drained;
  const answer = await session.request('clock', {}, LIMIT_MS);
  expect(answer).toMatchObject({ kind: 'ended', outcome: { kind: 'crashed', signal: 'SIGKILL' } });
});

test('a request that waits when the harness closes ends with the process', async () => {
  const { session } = await open('hang-on-hello');
  const waiting = session.request('hello', HELLO, LIMIT_MS);
  expect(await session.close(LIMIT_MS)).toMatchObject({ kind: 'exited', exitCode: 0 });
  expect((await waiting).kind).toBe('ended');
});

test('a session that the harness aborts ends with the outcome it was given', async () => {
  const { session } = await open('hang-on-hello');
  const waiting = session.request('hello', HELLO, LIMIT_MS);
  session.abort({ kind: 'not-run', reason: 'enough' });
  expect(await waiting).toEqual({ kind: 'ended', outcome: { kind: 'not-run', reason: 'enough' } });
});
