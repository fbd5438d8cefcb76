// Harness rule W8: what a runner reports of its CPU time, against what the kernel counted.
import { expect, test } from 'vitest';
import type { RoundRecord } from '../../contract/invocation.ts';
import { roundOf } from '../../testing/sample-case.ts';
import { kernelCpuDrafts } from './kernel-cpu.ts';

const MS = 1e6;

function found(
  toldMs: number,
  kernelMs: number | null,
  purpose: 'traced' | 'measured' = 'measured',
): unknown {
  const round = roundOf(1, purpose, [], 0);
  const resources = { ...round.resources, userCpuNs: toldMs * MS, systemCpuNs: 0 };
  const rounds: RoundRecord[] = [
    { ...round, resources, kernelCpuNs: kernelMs === null ? null : kernelMs * MS },
  ];
  return kernelCpuDrafts(rounds)?.map(({ rule, class: cls }) => `${rule} ${cls}`);
}

test('as much as the kernel counted passes, and what the kernel may owe', () => {
  expect(found(1000, 1000)).toEqual([]);
  expect(found(1059, 1000)).toEqual([]);
  expect(found(39, 0)).toEqual([]);
});

test('more is a finding', () => {
  expect(found(1061, 1000)).toEqual(['W8 witness']);
  expect(found(41, 0)).toEqual(['W8 witness']);
  expect(found(Number.NaN, 1000)).toEqual(['W8 witness']);
});

test('less is a finding where more is missing than happens around a round', () => {
  expect(found(400, 1000)).toEqual([]);
  expect(found(340, 1000)).toEqual(['W8 witness']);
  expect(found(0, 130)).toEqual([]);
  expect(found(0, 150)).toEqual(['W8 witness']);
});

test('around a traced round any time may pass', () => {
  expect(found(0, 1000, 'traced')).toEqual([]);
});

test('what the kernel does not count is not judged', () => {
  expect(found(1000, null)).toBeUndefined();
  expect(kernelCpuDrafts([])).toBeNull();
});
