// What the kernel says of a process: sums over its threads that never fall, its page faults, and nothing where there is nothing.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { schedulingBetween, schedulingOf } from './scheduling.ts';

test('the threads of this process have run, and a busy while later they have run longer', () => {
  const before = schedulingOf(process.pid);
  for (let i = 0, sum = 0; i < 3e6; i++) sum += Math.sqrt(i + sum);
  const after = schedulingOf(process.pid);
  expect(before?.runNs).toBeGreaterThan(0);
  expect(schedulingBetween(before, after)?.runNs).toBeGreaterThan(0);
});

test('the page faults are those that the process itself is told of', () => {
  const before = process.resourceUsage().minorPageFault;
  const own = schedulingOf(process.pid)?.minorFaults;
  expect(own).toBeGreaterThanOrEqual(before);
  expect(own).toBeLessThanOrEqual(process.resourceUsage().minorPageFault);
});

test('a process that touches new memory is brought a page for each part of it', () => {
  const [bytes, smallPage, largePage] = [64 * 1024 * 1024, 4096, 2 * 1024 * 1024];
  const before = schedulingOf(process.pid);
  // More than any allocator keeps: nobody has touched it. Where the kernel is free to, it brings large pages.
  const memory = Buffer.allocUnsafeSlow(bytes);
  for (let at = 0; at < bytes; at += smallPage) memory[at] = 1;
  const passed = schedulingBetween(before, schedulingOf(process.pid));
  expect(passed?.minorFaults).toBeGreaterThan(bytes / largePage / 2);
});

test('a name with brackets and blanks does not move the place of the page faults', async () => {
  const program = `
    const tell = () => console.log(process.resourceUsage().minorPageFault);
    process.title = 'a) R 1 (2 3';
    tell();
    require('fs').readSync(0, Buffer.alloc(1));
    tell();`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const told = async (): Promise<number> => Number((await lines.next()).value);
  const before = await told();
  expect(readFileSync(`/proc/${child.pid}/comm`, 'utf8')).toContain(') R');
  const faults = schedulingOf(child.pid ?? 0)?.minorFaults;
  child.stdin.end();
  expect(faults).toBeGreaterThanOrEqual(before);
  expect(faults).toBeLessThanOrEqual(await told());
});

test('of a process that does not exist nothing is known, and nothing of what passed in it', () => {
  expect(schedulingOf(0x7fff_fff0)).toBeNull();
  const moment = { runNs: 5, waitNs: 2, involuntarySwitches: 1, minorFaults: 3, userNs: 4, systemNs: 1 };
  expect([schedulingBetween(null, moment), schedulingBetween(moment, null)]).toEqual([null, null]);
});

test('a thread that ended takes its times along: what passed is never negative', () => {
  const before = { runNs: 50, waitNs: 20, involuntarySwitches: 9, minorFaults: 100, userNs: 9, systemNs: 7 };
  const after = { runNs: 70, waitNs: 5, involuntarySwitches: 9, minorFaults: 130, userNs: 12, systemNs: 6 };
  expect(schedulingBetween(before, after)).toEqual({
    runNs: 20,
    waitNs: 0,
    involuntarySwitches: 0,
    minorFaults: 30,
    userNs: 3,
    systemNs: 0,
  });
});

test('the time in user mode and in the kernel are those that the process itself is told of, each in its place', () => {
  const read = (): readonly [number, number] => {
    const { userCPUTime, systemCPUTime } = process.resourceUsage();
    return [userCPUTime * 1000, systemCPUTime * 1000];
  };
  // More of the one than of the other, so that they cannot be taken for each other.
  const until = process.cpuUsage().user + 60_000;
  for (let sum = 0; process.cpuUsage().user < until && sum < 1e12; sum++) Math.sqrt(sum);
  const before = read();
  const told = schedulingOf(process.pid);
  const after = read();
  const tickNs = 10_000_000;
  expect(told?.userNs).toBeGreaterThanOrEqual(before[0] - tickNs);
  expect(told?.userNs).toBeLessThanOrEqual(after[0] + 1000);
  expect(told?.systemNs).toBeGreaterThanOrEqual(before[1] - tickNs);
  expect(told?.systemNs).toBeLessThanOrEqual(after[1] + 1000);
});
