// Busy processes: there while they are wanted, gone afterwards, and gone too when the harness is killed.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { groupIsAlive } from './session/process-group.ts';
import { startLoad } from './stress-load.ts';

test('as many as asked for are at work until the end, and none afterwards', async () => {
  const load = await startLoad({ processes: 2 });
  expect(load.pids.map(groupIsAlive)).toEqual([true, true]);
  await load.end();
  expect(load.pids.map(groupIsAlive)).toEqual([false, false]);
});

test('they use the processor', async () => {
  const load = await startLoad({ processes: 1 });
  const [pid = 0] = load.pids;
  const ticks = (): number => Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[13]);
  const before = ticks();
  // Hangs, and fails by the limit of the test, where they idle.
  while (ticks() < before + 2) await turn();
  await load.end();
  expect(groupIsAlive(pid)).toBe(false);
});

test('they end by themselves when the harness is killed', async () => {
  const source = new URL('../../dist/harness/run/stress-load.js', import.meta.url).href;
  const program = `const { startLoad } = await import(${JSON.stringify(source)}); console.log((await startLoad({ processes: 1 })).pids[0]);`;
  const harness = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void harness.kill('SIGKILL'));
  const pid = await new Promise<number>((resolve) => {
    harness.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())));
  });
  expect(groupIsAlive(pid)).toBe(true);
  harness.kill('SIGKILL');
  while (groupIsAlive(pid)) await turn();
  expect(groupIsAlive(pid)).toBe(false);
});
