// Rates of the decision engine on pairs whose truth is known: counted right, and never from the same pair twice where that is promised.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normals } from '../stats/simulate-levels.ts';
import { seededXoshiro } from '../stats/xoshiro.ts';
import { disjointRates, resampledRates } from './calibration-rates.ts';
import type { PairValue } from './decide-interim.ts';
import { decidePairs } from './decide-pairs.ts';

/** Pairs around a true logarithm of the ratio, with a spread of one percent. */
function pairsAround(log: number, count: number, seed: number, hasCpu = true): PairValue[] {
  const random32 = seededXoshiro(seed);
  const normal = normals(random32);
  return Array.from({ length: count }, () => ({
    first: random32() % 2 === 0 ? ('a' as const) : ('b' as const),
    sliceMedian: log + 0.01 * normal(),
    cpuMean: hasCpu ? log + 0.01 * normal() : null,
  }));
}

describe('disjoint decisions', () => {
  test('find a tenth in every one, and nothing where there is nothing', () => {
    const slow = disjointRates([pairsAround(Math.log(1.1), 60, 1), pairsAround(Math.log(1.1), 60, 2)]);
    expect(slow.slower.share).toBe(1);
    expect(slow.verdicts.slower).toBeGreaterThanOrEqual(8);
    expect(slow.verdicts.slower).toBe(slow.slower.trials);
    const equal = disjointRates([pairsAround(0, 300, 3)]);
    expect([equal.differs.hits, equal.verdicts.faster]).toEqual([0, 0]);
    expect(equal.same.hits).toBeGreaterThan(0);
  });

  test('turn around with the truth', () => {
    const fast = disjointRates([pairsAround(-Math.log(1.1), 60, 1)]);
    expect([fast.verdicts.slower, fast.differs.share]).toEqual([0, 1]);
  });

  test('take up where the last one ended: together they never use more pairs than there are', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 120 }),
        fc.nat(1e6),
        fc.constantFrom(0, 0.01, 0.03, 0.1),
        (count, seed, log) => {
          const pairs = pairsAround(log, count, seed);
          const { slower, verdicts } = disjointRates([pairs]);
          let used = 0;
          let decisions = 0;
          while (true) {
            const left = pairs.slice(used, used + 48);
            const { verdict, pairsUsed } = decidePairs(left);
            if (pairsUsed === 0 || (verdict === 'unclear' && left.length < 48)) break;
            used += pairsUsed;
            decisions++;
          }
          expect(used).toBeLessThanOrEqual(count);
          expect(slower.trials).toBe(decisions);
          expect(Object.values(verdicts).reduce((sum, n) => sum + n, 0)).toBe(decisions);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of too few pairs are none, and a rate of none is unknown', () => {
    expect(disjointRates([pairsAround(0.1, 5, 1), []])).toMatchObject({
      verdicts: { slower: 0, faster: 0, same: 0, unclear: 0 },
      slower: { trials: 0, share: null },
      pairs: null,
    });
  });

  test('do not run from one cell into the next', () => {
    const five = pairsAround(Math.log(1.1), 5, 1);
    expect(disjointRates([five, five]).slower.trials).toBe(0);
  });
});

describe('resampled decisions', () => {
  test('are as many as windows for each cell that has pairs, and a function of the seed', () => {
    const cells = [pairsAround(0.02, 20, 4), [], pairsAround(0.02, 50, 5)];
    const drawing = { windows: 30, flip: false, seed: 7 };
    const rates = resampledRates(cells, drawing);
    expect(rates.slower.trials).toBe(60);
    expect(resampledRates(cells, drawing)).toEqual(rates);
  });

  test('see a known slowdown in all, and after few pairs', () => {
    const rates = resampledRates([pairsAround(Math.log(1.05), 48, 6)], { windows: 50, flip: false, seed: 1 });
    expect([rates.slower.share, rates.verdicts.faster]).toEqual([1, 0]);
    expect(rates.pairs).toBeLessThanOrEqual(11);
    expect(rates.detectable).toBeGreaterThan(1.01);
    expect(rates.detectable).toBeLessThan(1.05);
  });

  test('that are flipped lose what all pairs had in common', () => {
    const biased = [pairsAround(Math.log(1.05), 48, 6)];
    const flipped = resampledRates(biased, { windows: 50, flip: true, seed: 1 });
    expect(flipped.differs.share).toBeLessThan(0.1);
  });

  test('of pairs without CPU time stand on the slices alone', () => {
    const pairs = pairsAround(Math.log(1.1), 48, 8, false);
    expect(resampledRates([pairs], { windows: 10, flip: false, seed: 1 }).slower.share).toBe(1);
    expect(resampledRates([pairs], { windows: 20, flip: true, seed: 1 }).differs.share).toBeLessThan(0.2);
  });
});
