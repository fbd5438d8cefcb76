// Page faults tell two ways of one program apart, and only where they are far apart.
import { expect, test } from 'vitest';
import { faultModes } from './fault-modes.ts';

test('processes with four faults an operation and without any are two modes, the larger first', () => {
  expect(faultModes([4, 0.01, 4, null, 4.02])).toEqual([
    { members: [0, 2, 4], faults: expect.closeTo(4.0067, 3) },
    { members: [1], faults: 0.01 },
  ]);
  expect(faultModes([0, 0, 4])?.map(({ members }) => members)).toEqual([[0, 1], [2]]);
});

test.each([
  ['all alike', [4, 4, 4]],
  ['few faults, however far apart', [0, 0.01, 0.9]],
  ['many faults that merely vary', [3, 5, 8, 11]],
  ['nothing that the kernel tells', [null, null]],
  ['one process', [4]],
  ['none', []],
])('one mode: %s', (_what, faults) => {
  expect(faultModes(faults)).toBeNull();
});
