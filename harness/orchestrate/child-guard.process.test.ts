// The last line of defence: groups that are still alive are killed, those that were released are not.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { WitnessHost } from '../run/witness/port.ts';
import { guardChildren } from './child-guard.ts';

function hostThatRemembers(): WitnessHost & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    arm: () => Promise.reject(new Error('not asked for')),
    guard: (pid) => void calls.push(`guard ${pid}`),
    release: (pid) => void calls.push(`release ${pid}`),
    close: () => Promise.resolve(void calls.push('close')),
  };
}

test('a process group that was never released is killed with all it started', async () => {
  const guarded = guardChildren(hostThatRemembers());
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: 'ignore',
  });
  if (child.pid === undefined) throw new Error('not started');
  guarded.guard(child.pid);
  expect(guarded.killAll()).toBe(1);
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  await guarded.close();
});

test('a group that was released is left alone, and the witness is told of everything', async () => {
  const host = hostThatRemembers();
  const killed: number[] = [];
  const guarded = guardChildren(host, (pid) => void killed.push(pid));
  guarded.guard(11);
  guarded.guard(12);
  guarded.release(11);
  await guarded.close();
  expect(killed).toEqual([12]);
  expect(host.calls).toEqual(['guard 11', 'guard 12', 'release 11', 'close']);
});

test('a run that ended well leaves no handler behind', async () => {
  const before = process.listenerCount('exit');
  await guardChildren(hostThatRemembers()).close();
  expect(process.listenerCount('exit')).toBe(before);
});
