// An invocation that measures the cost of recording: three levels alternate, and only rounds with digests are called measured.
import { expect, test } from 'vitest';
import { contextForTest } from '../testing/fake-invocation.ts';
import { fakeRuntime, fakeStep } from '../testing/fake-runtime.ts';
import { invoke } from './invoke.ts';

test('each level of recording takes its turn three times, after a traced round and a warm-up', async () => {
  const context = { ...contextForTest(), observing: true };
  const { outcome, rounds } = await invoke(fakeStep(), fakeRuntime(), context);
  expect(outcome).toEqual({ kind: 'ok' });
  const told = rounds.map(({ purpose, record }) => `${purpose} ${record}`);
  const inTurns = told.slice(-9);
  expect(inTurns.slice(0, 3)).toEqual(['warmup full', 'measured digest', 'warmup none']);
  expect(inTurns.slice(3, 6)).toEqual(inTurns.slice(0, 3));
  expect(inTurns.slice(6)).toEqual(inTurns.slice(0, 3));
  expect(told[0]).toBe('traced full');
  expect(new Set(told.slice(1, -9))).toEqual(new Set(['warmup digest']));
  expect(told.filter((one) => one.startsWith('measured')).length).toBe(3);
});
