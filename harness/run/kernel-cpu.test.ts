// What the kernel counted between two moments: by threads, and by the process where a thread has ended meanwhile.
import { expect, test } from 'vitest';
import { kernelCpuBetween, kernelCpuOf } from './kernel-cpu.ts';

const at = (threadsMs: number, processMs: number) => ({
  threadsNs: threadsMs * 1e6,
  processNs: processMs * 1e6,
  waitNs: 0,
});

test('is that of the threads, and of ticks only where a thread has taken its time with it', () => {
  expect(kernelCpuBetween(at(10, 10), at(25, 30))).toBe(15e6);
  expect(kernelCpuBetween(at(10, 10), at(5, 100))).toBe(90e6);
  expect(kernelCpuBetween(at(10, 10), at(5, 10))).toBe(0);
});

test('is unknown where a moment is, as of a process that is gone', () => {
  expect(kernelCpuBetween(null, at(1, 1))).toBeNull();
  expect(kernelCpuBetween(at(1, 1), null)).toBeNull();
  expect(kernelCpuOf(2 ** 30)).toBeNull();
});
