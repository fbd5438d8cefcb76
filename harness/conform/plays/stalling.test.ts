// Whether a loop was busy: by its own CPU time, and by what it waited for a CPU that others had.
import { expect, test } from 'vitest';
import type { Loose } from '../dialogue.ts';
import { longerBusy } from './stalling.ts';

const round = (cpuMs: number, waitMs: number | null): Loose => ({
  resources: {
    userCpuNs: cpuMs * 1e6,
    systemCpuNs: 0,
    waitNs: waitMs === null ? null : waitMs * 1e6,
  },
});
const moreMs = (stalled: Loose, usual: Loose): number => longerBusy(stalled, usual) / 1e6;

test('a busy loop runs longer, or waits for the CPU that others have', () => {
  expect(moreMs(round(123, 0), round(3, 0))).toBe(120);
  expect(moreMs(round(40, 85), round(3, 5))).toBe(117);
  expect(moreMs(round(123, null), round(3, null))).toBe(120);
});

test('a round without stalls that waited longer, by chance, makes no busy loop idle', () => {
  expect(moreMs(round(60, 90), round(3, 400))).toBe(57);
});

test('a loop that sleeps instead does neither', () => {
  expect(moreMs(round(3, 2), round(3, 2))).toBe(0);
});
