// Anytime-valid verdicts: the same words as at the interim analyses, from a wider interval, after any number of pairs.
import { expect, test } from 'vitest';
import { anyTimeOf } from './any-time.ts';
import type { PairValue } from './decide-interim.ts';

const pairs = (count: number, typical: number, cpu: number | null = typical): PairValue[] =>
  Array.from({ length: count }, (_, i) => {
    const noise = 0.004 * Math.sin(7.3 * i + 1);
    return {
      first: i % 2 === 0 ? 'a' : 'b',
      sliceMedian: typical + noise,
      cpuMean: cpu === null ? null : cpu - noise,
    };
  });

test('three pairs exclude nothing at one percent', () => {
  expect(anyTimeOf(pairs(3, 0.5))).toBeNull();
});

test('a slowdown is called after a number of pairs that is no look', () => {
  expect(anyTimeOf(pairs(13, 0.05))).toMatchObject({ pairs: 13, verdict: 'slower' });
});

test('a slowdown in the CPU mean alone is one', () => {
  expect(anyTimeOf(pairs(17, 0, 0.05))?.verdict).toBe('slower');
});

test('no change is the same, and metrics that contradict each other are unclear', () => {
  expect(anyTimeOf(pairs(30, 0))?.verdict).toBe('same');
  expect(anyTimeOf(pairs(30, 0.05, -0.05))?.verdict).toBe('unclear');
});

test('without CPU time the slice median stands alone', () => {
  expect(anyTimeOf(pairs(20, -0.05, null))).toMatchObject({ cpuMean: null, verdict: 'faster' });
});
