// How an invocation ends when not the runner but its surroundings fail, and when somebody stops it.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contextForTest, expectNothingLeft, failureOf, invokeFault } from '../testing/fake-invocation.ts';
import { fakeRuntime, fakeStep } from '../testing/fake-runtime.ts';
import { invoke } from './invoke.ts';
import { groupIsAlive } from './session/process-group.ts';

describe('a setup that fails', () => {
  test('another interpreter than the one that was started is named with both paths', async () => {
    const { record, context } = await invokeFault('wrong-executable');
    expect(record.outcome.kind).toBe('setup-error');
    expect(failureOf(record)?.code).toBe('EL2012');
    expect(failureOf(record)?.cause).toContain('/bin/sh');
    expectNothingLeft(context);
  });

  test('another version than the one that was found is named with both', async () => {
    const { record, context } = await invokeFault('wrong-version');
    expect([record.outcome.kind, failureOf(record)?.code]).toEqual(['setup-error', 'EL2012']);
    expect(failureOf(record)?.cause).toContain(`version ${process.versions.node}`);
    expect(failureOf(record)?.cause).toContain('0.0.1');
    expectNothingLeft(context);
  });

  test('an interpreter that cannot be started', async () => {
    const context = contextForTest();
    const record = await invoke(fakeStep(), { ...fakeRuntime(), executable: '/nonexistent/node' }, context);
    expect(record.outcome.kind).toBe('setup-error');
    expect(failureOf(record)).toMatchObject({ code: 'EL2003' });
    expect(failureOf(record)?.cause).toMatch(/ENOENT/);
    expect(context.witness.calls.at(-1)).toBe('disarm');
  });

  test.each(['arm', 'listening', 'beforeRound', 'afterRound', 'disarm'] as const)(
    'a witness that fails at %s',
    async (failsAt) => {
      const context = contextForTest({ witness: { failsAt } });
      const record = await invoke(fakeStep(), fakeRuntime(), context);
      expect(record.outcome.kind).toBe('setup-error');
      expect(failureOf(record)).toMatchObject({ code: 'EL2013', cause: `The witness died at ${failsAt}.` });
      expect(context.witness.guarded.filter(groupIsAlive)).toEqual([]);
    },
  );

  test('a witness that hangs', async () => {
    const context = contextForTest({ witness: { hangsAt: 'beforeRound' }, limits: { witnessMs: 200 } });
    const record = await invoke(fakeStep(), fakeRuntime(), context);
    expect(failureOf(record)).toMatchObject({ code: 'EL2013' });
    expect(failureOf(record)?.cause).toMatch(/no answer within 200 ms/);
    expectNothingLeft(context);
  });

  test('a run folder that cannot be made', async () => {
    const context = contextForTest();
    mkdirSync(context.runDirectory);
    writeFileSync(join(context.runDirectory, 'samples'), 'in the way');
    const record = await invoke(fakeStep(), fakeRuntime(), context);
    expect(failureOf(record)?.code).toBe('EL3001');
    expect(context.witness.calls).toEqual([]);
  });
});

describe('a stop', () => {
  test('that is soft ends after the current window, and keeps what was measured if it is enough', async () => {
    const context = contextForTest();
    const record = await invoke(fakeStep({ minimumRounds: 1 }), fakeRuntime(), {
      ...context,
      onRound: ({ purpose }) => purpose === 'measured' && context.stopSoft(),
    });
    expect(record.outcome).toEqual({ kind: 'ok' });
    expect(record.rounds.filter(({ purpose }) => purpose === 'measured')).toHaveLength(1);
    expectNothingLeft(context);
  });

  test('that is soft and too early says how much was measured', async () => {
    const context = contextForTest();
    const record = await invoke(fakeStep(), fakeRuntime(), { ...context, onRound: () => context.stopSoft() });
    expect(record.rounds.map(({ purpose }) => purpose)).toEqual(['traced']);
    expect(record.outcome).toEqual({
      kind: 'not-run',
      reason: 'interrupted after 0 of at least 2 measured rounds',
    });
  });

  test('that is hard kills a hanging runner at once', async () => {
    const context = contextForTest();
    context.witness.guard = (pid) => {
      expect(groupIsAlive(pid)).toBe(true);
      context.stopHard();
    };
    const record = await invoke(fakeStep(), fakeRuntime('ignores-everything'), context);
    expect(record.outcome).toEqual({ kind: 'not-run', reason: 'interrupted' });
    expect(context.witness.released.map((pid) => groupIsAlive(pid))).toEqual([false]);
  });

  test('that is hard does not wait for a witness that hangs', async () => {
    const context = contextForTest({ witness: { hangsAt: 'afterRound' } });
    const arm = context.witness.arm.bind(context.witness);
    context.witness.arm = async (request) => {
      const armed = await arm(request);
      return { ...armed, afterRound: () => (context.stopHard(), armed.afterRound()) };
    };
    const record = await invoke(fakeStep(), fakeRuntime(), context);
    expect(record.outcome).toEqual({ kind: 'not-run', reason: 'interrupted' });
  });

  test('that came before the start starts nothing', async () => {
    const context = contextForTest();
    context.stopHard();
    const record = await invoke(fakeStep(), fakeRuntime(), context);
    expect(record.outcome).toEqual({ kind: 'not-run', reason: 'interrupted' });
    expect(existsSync(context.runDirectory)).toBe(false);
  });
});
