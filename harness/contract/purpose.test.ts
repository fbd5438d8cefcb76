// The purposes of random streams: no two have one number, and none has another one than it ever had.
import { expect, test } from 'vitest';
import { PURPOSES, seedOf } from './purpose.ts';
import type { Purpose } from './purpose.ts';

const NAMES = Object.keys(PURPOSES) as Purpose[];

test('no two purposes have the same number, and so the same stream', () => {
  expect(new Set(Object.values(PURPOSES)).size).toBe(NAMES.length);
  const seeds = NAMES.map((purpose) => seedOf(4242, purpose, 3, 7));
  expect(new Set(seeds).size).toBe(NAMES.length);
});

test('a stream is what it was when golden traces were recorded', () => {
  expect(seedOf(4242, 'edit', 3, 7)).toBe(3_021_809_075);
  expect(seedOf(0, 'greeting', 0, 0)).toBe(3_392_130_922);
});
