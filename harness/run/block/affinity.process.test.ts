// Which CPUs a process may use: lists are read as the kernel writes them, pinning moves every thread, and a refusal is an answer.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { allowedCpus, isOnlyOn, parseCpuList, pinProcesses } from './affinity.ts';

const PATH = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = PATH;
});

/** A process with several threads that has said that it runs. */
async function startThreads(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid ?? 0;
}

const threadsOf = (pid: number): (string | undefined)[] =>
  readdirSync(`/proc/${pid}/task`).map(
    (thread) =>
      /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8'))?.[1],
  );

describe('a list of CPUs', () => {
  test.each([
    ['0', [0]],
    ['0-3', [0, 1, 2, 3]],
    ['8,0-1', [0, 1, 8]],
    ['2-2,2', [2]],
  ])('%s', (text, cpus) => expect(parseCpuList(text)).toEqual(cpus));

  test.each(['', '3-1', '0-', 'a', '0,,1', '0-9999999', ' 0'])('%j is none', (text) =>
    expect(parseCpuList(text)).toBeNull(),
  );
});

test('the CPUs of this process are known, those of one that does not exist are not', () => {
  expect(allowedCpus()?.length).toBeGreaterThan(0);
  expect(allowedCpus(0x7fff_fff0)).toBeNull();
});

test('pinning moves all threads of all processes, and back', async () => {
  const all = allowedCpus() ?? [];
  const last = all.at(-1) ?? 0;
  const pids = [await startThreads(), await startThreads()];
  expect(threadsOf(pids[0] ?? 0).length).toBeGreaterThan(1);
  expect(await pinProcesses(pids, [last])).toBeNull();
  for (const pid of pids) expect(new Set(threadsOf(pid))).toEqual(new Set([String(last)]));
  expect(await pinProcesses(pids, all)).toBeNull();
  for (const pid of pids) expect(allowedCpus(pid)).toEqual(all);
});

test('a process is only on a CPU when all of its threads are', async () => {
  const all = allowedCpus() ?? [];
  const last = all.at(-1) ?? 0;
  expect(all.length).toBeGreaterThan(1);
  const pid = await startThreads();
  expect(isOnlyOn(pid, last)).toBe(false);
  await execa('taskset', ['-c', '-p', String(last), String(pid)]);
  expect([allowedCpus(pid), isOnlyOn(pid, last)]).toEqual([[last], false]);
  await pinProcesses([pid], [last]);
  expect([isOnlyOn(pid, last), isOnlyOn(pid, all[0] ?? 0)]).toEqual([true, false]);
  expect(isOnlyOn(0x3f_fff0, last)).toBe(false);
});

test('a process that is gone is no obstacle', async () => {
  expect(await pinProcesses([0x3f_fff0], allowedCpus() ?? [0])).toBeNull();
});

test('a CPU that does not exist is refused in one line', async () => {
  const refusal = await pinProcesses([await startThreads()], [100_000]);
  expect(refusal).toMatch(/^taskset: [^\n]+$/);
});

test('without `taskset` the answer is that it is missing', async () => {
  process.env['PATH'] = '/nonexistent';
  expect(await pinProcesses([process.pid], [0])).toMatch(/taskset.*ENOENT/);
});
