// Resource readings on the machine of the test.
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { measureResources } from './resources.ts';

it('counts CPU time that was used in between, and never less than nothing', () => {
  const end = measureResources();
  const before = process.cpuUsage();
  let spent = 0;
  while (spent < 5000) {
    const { user, system } = process.cpuUsage(before);
    spent = user + system;
  }
  const used = end();
  expect(used.userCpuNs + used.systemCpuNs).toBeGreaterThanOrEqual(5_000_000);
  expect(used.voluntarySwitches).toBeGreaterThanOrEqual(0);
  expect(used.involuntarySwitches).toBeGreaterThanOrEqual(0);
  expect(used.peakResidentBytes).toBeGreaterThan(1e6);
});

it('tells the times of the threads exactly where the machine keeps them', () => {
  const used = measureResources()();
  const kept = existsSync('/proc/self/schedstat');
  expect(used.runNs === null).toBe(!kept);
  expect(used.waitNs === null).toBe(!kept);
});
