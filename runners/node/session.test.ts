// The state machine: the shared transcript, every message in every state, and workloads that misbehave.
import { describe, expect, it } from 'vitest';
import type { Kit, Open } from '../../harness/contract/kit.ts';
import {
  CLOCK,
  FINISH,
  HELLO,
  PREPARE,
  ROUND,
  SLICES,
  filled,
  prepared,
  start,
  transcript,
  workload,
} from './testing/session.ts';

/** What `timers.sleep_loop` does, without waiting. */
const sleepless: Open = (params, kit) => {
  const { arm = 0, fire = 0 } = kit.kinds;
  const digest = Number(params['periodMs']) * 1000;
  return workload(async () => {
    for (let id = 0; id < Number(params['ticks']); id++) {
      if (kit.traced) kit.emit(arm, 0, id, digest);
      await Promise.resolve();
      kit.emit(fire, 0, id, digest);
      kit.sample(-id);
    }
    return Number(params['ticks']);
  });
};

it('plays the transcript', async () => {
  const untouched = (): never => expect.unreachable('no token is read');
  const { ask } = start(sleepless, { next: untouched, answer: untouched });
  for (const { why, harness, line, runner, exact } of transcript.exchanges) {
    const answer = await ask(line ?? filled(JSON.stringify(harness)));
    const wanted = Object.fromEntries(exact.map((field) => [field, runner[field]]));
    expect(answer, why).toMatchObject(wanted);
  }
});

describe('a message in the wrong state is refused and changes nothing', () => {
  it.each([CLOCK, PREPARE, ROUND, SLICES, FINISH])('before hello: %o', async (message) => {
    const { ask } = start(sleepless);
    expect(await ask(message)).toMatchObject({ kind: 'refused', code: 'bad-state' });
    expect(await ask(HELLO)).toMatchObject({ kind: 'ready' });
  });

  it.each([HELLO, ROUND, SLICES, FINISH])('when ready: %o', async (message) => {
    const { ask } = start(sleepless);
    await ask(HELLO);
    expect(await ask(message)).toMatchObject({ kind: 'refused', code: 'bad-state' });
    expect(await ask(PREPARE)).toMatchObject({ kind: 'prepared' });
  });

  it.each([HELLO, PREPARE])('when prepared: %o', async (message) => {
    const { ask } = await prepared(sleepless);
    expect(await ask(message)).toMatchObject({ kind: 'refused', code: 'bad-state' });
    expect(await ask(ROUND)).toMatchObject({ kind: 'rounded' });
  });

  it.each([HELLO, PREPARE, ROUND, SLICES, FINISH])('when finished: %o', async (message) => {
    const { ask } = await prepared(sleepless);
    expect(await ask(FINISH)).toMatchObject({ kind: 'finished' });
    expect(await ask(message)).toMatchObject({ kind: 'refused', code: 'bad-state' });
    expect(await ask(CLOCK)).toMatchObject({ kind: 'clock', id: 23 });
  });
});

it('answers lines that come all at once, one by one and in order', async () => {
  const { session, next } = await prepared(sleepless);
  for (const message of [ROUND, 'nonsense', CLOCK, FINISH])
    session.receive(typeof message === 'string' ? message : JSON.stringify(message));
  session.receive(null);
  const kinds = [];
  for (let i = 0; i < 5; i++) kinds.push((await next()).kind);
  expect(kinds).toEqual(['rounded', 'refused', 'clock', 'finished', 'refused']);
});

it('refuses parameters that the workload cannot use, and takes better ones', async () => {
  const { ask } = start((params, kit) => {
    if (Number(params['ticks']) === 2) throw new RangeError('ticks must not be 2');
    return sleepless(params, kit);
  });
  await ask(HELLO);
  expect(await ask(PREPARE)).toMatchObject({ code: 'bad-params', reason: 'ticks must not be 2' });
  const better = { ...Object(PREPARE), params: { periodMs: 1, ticks: 1 } };
  expect(await ask(better)).toMatchObject({ kind: 'prepared' });
});

describe('a workload that fails', () => {
  const threw = { kind: 'failed', code: 'workload-threw', definite: false };

  it('while it opens leaves nothing to do but finish', async () => {
    const { ask } = start(() => Promise.reject(new Error('no luck')));
    await ask(HELLO);
    expect(await ask(PREPARE)).toMatchObject({ ...threw, message: expect.stringContaining('no luck') });
    expect(await ask(ROUND)).toMatchObject({ kind: 'refused', code: 'bad-state' });
    expect(await ask(FINISH)).toMatchObject({ kind: 'finished', totals: { rounds: 0 } });
  });

  it.each([
    [
      'at once',
      () => {
        throw new Error('no luck');
      },
    ],
    ['later', () => Promise.reject(new Error('no luck'))],
  ])('in a round, %s, is reported with its stack and can be finished', async (_, round) => {
    const { ask } = await prepared(() => workload(round));
    expect(await ask(ROUND)).toMatchObject({
      ...threw,
      id: 20,
      message: expect.stringMatching(/no luck\n +at /),
    });
    expect(await ask(FINISH)).toMatchObject({ kind: 'finished', totals: { rounds: 0 } });
  });

  it('with something that is no error is reported too', async () => {
    const { ask } = await prepared(() => workload(() => Promise.reject('just text')));
    expect(await ask(ROUND)).toMatchObject({ ...threw, message: 'just text' });
  });

  it('where nobody catches it ends the round that is running', async () => {
    const hanging = await prepared(() => workload(() => new Promise(() => {})));
    const answer = hanging.ask(ROUND);
    await new Promise(setImmediate);
    hanging.session.stray(new Error('from a callback'));
    expect(await answer).toMatchObject({ ...threw, message: expect.stringContaining('from a callback') });
    expect(await hanging.ask(FINISH)).toMatchObject({ kind: 'finished' });
  });

  it('between two rounds fails the next', async () => {
    const { ask, session } = await prepared(sleepless);
    session.stray(new Error('too late'));
    expect(await ask(ROUND)).toMatchObject({ ...threw, message: expect.stringContaining('too late') });
    expect(await ask(ROUND)).toMatchObject({ kind: 'rounded' });
  });

  const emitting =
    (count: number, kind: (kit: Kit) => number): Open =>
    (_, kit) =>
      workload(() => {
        for (let i = 0; i < count; i++) kit.emit(kind(kit), 0, i, 0);
        return count;
      });

  it('by recording too much is told so', async () => {
    const { ask } = await prepared(emitting(5, (kit) => kit.kinds['arm'] ?? 0));
    expect(await ask(ROUND)).toMatchObject({ kind: 'failed', code: 'capacity' });
  });

  it('by recording an unknown kind is told so', async () => {
    const { ask } = await prepared(emitting(1, (kit) => kit.kinds['arn'] ?? 0));
    expect(await ask(ROUND)).toMatchObject({ kind: 'failed', code: 'bad-event' });
  });

  it('by answering with something that is no number of operations is told so', async () => {
    const { ask } = await prepared(() => workload(() => 0.5));
    expect(await ask(ROUND)).toMatchObject({ kind: 'failed', code: 'bad-workload' });
  });

  it('while it closes fails the finish', async () => {
    const close = () => {
      throw new Error('stuck');
    };
    const { ask } = await prepared(() => workload(() => 1, { close }));
    expect(await ask(FINISH)).toMatchObject({ ...threw, message: expect.stringContaining('stuck') });
  });
});

it('records nothing in a round that records nothing, and still counts its operations', async () => {
  const { ask } = await prepared(sleepless);
  const answer = await ask({ ...ROUND, record: 'none' });
  expect(answer).toMatchObject({ operations: 2, counts: {}, digests: [], samples: null, events: null });
});
