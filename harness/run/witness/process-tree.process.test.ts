// Wake-ups of a real process tree, made by talking to it: each exchange makes it wait once more.
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { readWakeUps, wakeUpsBetween } from './process-tree.ts';

const EXCHANGES = 20;

let child: ChildProcessWithoutNullStreams;

afterEach(async () => {
  child.stdin.end();
  await new Promise((resolve) => {
    child.once('close', resolve);
  });
});

async function exchange(): Promise<void> {
  const answered = new Promise((resolve) => {
    child.stdout.once('data', resolve);
  });
  child.stdin.write('x\n');
  await answered;
}

/** `S`: it waits. */
function stateOf(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2)[0];
}

test.skipIf(!existsSync('/proc/self/task'))('a grandchild that is woken is counted', async () => {
  // The shell waits for `cat`, so it is the grandchild alone that is woken.
  child = spawn('sh', ['-c', 'cat; true'], { detached: true });
  await exchange();
  const leaders = [child.pid ?? 0];
  const before = readWakeUps(leaders);
  const pids = [...(before?.switches.keys() ?? [])].map((thread) => Number(thread.split('/')[0]));
  const grandchild = pids.find((pid) => pid !== child.pid) ?? 0;
  for (let i = 0; i < EXCHANGES; i++) {
    // On a busy machine the next line may be there before it waits: then nobody wakes it.
    await expect.poll(() => stateOf(grandchild), { interval: 1, timeout: 20_000 }).toBe('S');
    await exchange();
  }
  const after = readWakeUps(leaders);
  if (before === null || after === null) throw new Error('there is a /proc, and it tells nothing');
  expect(after.processes).toBe(2);
  expect(wakeUpsBetween(before, after)).toBeGreaterThanOrEqual(EXCHANGES / 2);
  expect(wakeUpsBetween(after, after)).toBe(0);
});

test('threads that are new count from zero, and those that have ended do not count', async () => {
  child = spawn('cat');
  const reading = (entries: [string, number][]) => ({ switches: new Map(entries), awake: 0, processes: 1 });
  const before = reading([
    ['1/1', 5],
    ['1/2', 9],
  ]);
  const after = reading([
    ['1/1', 7],
    ['1/3', 4],
  ]);
  expect(wakeUpsBetween(before, after)).toBe(6);
});

test.skipIf(!existsSync('/proc/self/task'))('of nobody there is nothing to count', () => {
  child = spawn('cat');
  expect(readWakeUps([])).toMatchObject({ processes: 0 });
});
