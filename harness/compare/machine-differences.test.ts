// What makes another machine of a machine, and what is only a condition of the run.
import { expect, test } from 'vitest';
import type { Environment, RunResult } from '../contract/result.ts';
import { around, cellOf, runOf } from '../testing/sample-run.ts';
import { compareStoredRuns } from './compare-stored-runs.ts';
import { machineDifferences, machineNote } from './machine-differences.ts';

const plain = runOf([cellOf('node/promises', around(1000))]);
const withMachine = (facts: Partial<Environment>): RunResult => ({
  ...plain,
  environment: { ...plain.environment, ...facts },
});
const differences = (facts: Partial<Environment>): string =>
  machineNote(machineDifferences(plain, withMachine(facts)));

test.each<[Partial<Environment>, string]>([
  [{ cpuModel: 'another' }, 'CPU one and another'],
  [{ logicalCpus: 64 }, / and 64$/.source],
  [{ cgroupCpuLimit: 1.5 }, 'CPU limit unknown and 1.5 CPUs'],
  [{ cgroupMemoryBytes: 2 ** 31 }, 'memory limit unknown and 2 GiB'],
  [{ memoryBytes: 2 ** 37 }, / and 128 GiB$/.source],
  [{ platform: 'other' }, / and other$/.source],
  [{ kernel: '9.9' }, / and 9.9$/.source],
  [{ governor: 'powersave' }, / and powersave$/.source],
  [{ virtualization: 'other' }, / and other$/.source],
  [{ clockSource: 'hpet' }, / and hpet$/.source],
  [{ fileSystem: 'nfs' }, / and nfs$/.source],
])('another machine: %o', (facts, told) => {
  expect(differences(facts)).toMatch(/^measured on another machine: /);
  expect(differences(facts)).toMatch(new RegExp(told));
});

test('load, steal and throttling of a run, and some pages of memory, make no other machine', () => {
  const { memoryBytes } = plain.environment;
  expect(
    differences({
      loadAtStart: [9, 9, 9],
      loadAtEnd: [9, 9, 9],
      stealShare: 0.5,
      foreignShare: 0.5,
      throttledMs: 1,
      memoryBytes: memoryBytes + 2 ** 20,
    }),
  ).toBe('');
});

test('two runs of two machines end with 4, and say how to compare them all the same', () => {
  const other = withMachine({ cpuModel: 'two', kernel: '9.9' });
  const refused = compareStoredRuns(plain, other);
  expect(refused.exit).toMatchObject({
    code: 4,
    reasons: [{ code: 'EL4005', next: expect.stringContaining('--across machines') }],
  });
  expect(refused.machines?.map(({ what }) => what)).toEqual(['CPU', 'kernel']);
  expect(compareStoredRuns(plain, other, ['machines']).exit.code).toBe(0);
});
