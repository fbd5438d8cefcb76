// CPU time in user mode and in the kernel: what counts, and when a share is worth a word.
import { expect, test } from 'vitest';
import { invocationRecord } from '../testing/invocation-record.ts';
import { roundRecord } from '../testing/round-record.ts';
import { sliceRecord } from '../testing/slice-record.ts';
import { cpuTimeOf, cpuTimeOfCell, LEAST_CPU_NS } from './cpu-time.ts';

const round = (purpose: 'warmup' | 'measured' | 'traced', userCpuNs: number, systemCpuNs: number) =>
  roundRecord({ purpose, resources: { ...roundRecord().resources, userCpuNs, systemCpuNs } });

test('measured rounds and slices count, and neither warm-up nor traced rounds', () => {
  const rounds = [round('traced', 1e9, 1e9), round('warmup', 1e8, 1e8), round('measured', 30, 70)];
  expect(cpuTimeOf(invocationRecord({ rounds }))).toEqual({ userNs: 30, systemNs: 70 });
  const slices = sliceRecord({ cpu: { userNs: 5, systemNs: 9 } });
  expect(cpuTimeOf(invocationRecord({ rounds, slices }))).toEqual({ userNs: 35, systemNs: 79 });
  const unknown = sliceRecord({ cpu: null });
  expect(cpuTimeOf(invocationRecord({ rounds, slices: unknown }))).toEqual({ userNs: 30, systemNs: 70 });
});

test('the share is that of all invocations together, and unknown below the time that ticks can divide', () => {
  const half = { userNs: LEAST_CPU_NS / 10, systemNs: (LEAST_CPU_NS * 4) / 10 };
  expect(cpuTimeOfCell([half, half])).toEqual({
    userNs: LEAST_CPU_NS / 5,
    systemNs: (LEAST_CPU_NS * 4) / 5,
    kernelShare: 0.8,
  });
  expect(cpuTimeOfCell([half])?.kernelShare).toBeNull();
  expect(cpuTimeOfCell([])).toBeNull();
  expect(cpuTimeOfCell([{ userNs: 0, systemNs: 0 }])).toBeNull();
});
