// Tests of what two intervals to the same third subject say of each other.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleResult } from '../testing/sample-result.ts';
import { derivedEffect } from './derived-effect.ts';
import { gridOf } from './grid.ts';
import { viewOf } from './view.ts';

const RATIO = { scale: 'ratio', better: 'lower', minimumEffect: 0.01 } as const;
const DIFFERENCE = { scale: 'difference', better: 'higher', minimumEffect: 100 } as const;
const share = fc.double({ min: 0.001, max: 0.9, noNaN: true });
const size = fc.double({ min: 0.01, max: 100, noNaN: true });

test('whenever both intervals hold the truth, the derived one does', () => {
  fc.assert(
    fc.property(size, size, share, share, share, share, (a, b, ...spread) => {
      const [la, ha, lb, hb] = spread;
      const one = { estimate: a, low: a * (1 - la), high: a * (1 + ha) };
      const other = { estimate: b, low: b * (1 - lb), high: b * (1 + hb) };
      const { effect, verdict } = derivedEffect(one, other, RATIO);
      expect(effect.low).toBeLessThanOrEqual((a / b) * (1 + 1e-12));
      expect(effect.high).toBeGreaterThanOrEqual((a / b) * (1 - 1e-12));
      if (verdict === 'faster') expect(a / b).toBeLessThan(1);
      if (verdict === 'slower') expect(a / b).toBeGreaterThan(1);
      const apart = derivedEffect(one, other, DIFFERENCE).effect;
      expect(apart.low - 1e-9).toBeLessThanOrEqual(a - b);
      expect(apart.high + 1e-9).toBeGreaterThanOrEqual(a - b);
    }),
  );
});

test('intervals that overlap are unclear, and more is better where the metric says so', () => {
  const [low, middle, high] = [0, 450, 1000].map((estimate) => ({
    estimate,
    low: estimate - 200,
    high: estimate + 200,
  }));
  if (low === undefined || middle === undefined || high === undefined) throw new Error('three effects');
  expect(derivedEffect(high, low, DIFFERENCE).verdict).toBe('faster');
  expect(derivedEffect(low, high, DIFFERENCE).verdict).toBe('slower');
  // They do not overlap, but the band between them may be empty.
  expect(derivedEffect(middle, low, DIFFERENCE).verdict).toBe('unclear');
  expect(derivedEffect(low, low, DIFFERENCE).verdict).toBe('unclear');
});

test('what makes a comparison unclear beside its width makes what follows from it unclear', () => {
  const result = sampleResult();
  const [style, base] = ['python/callbacks', 'python/coroutines'];
  const columns = [{ subject: style ?? '', against: base ?? '' }];
  const derived = (reason: string) =>
    gridOf(
      viewOf({
        ...result,
        comparisons: result.comparisons.map((entry) =>
          entry.verdict === 'not-comparable'
            ? entry
            : Object.assign({}, entry, {
                reason,
                verdict: 'unclear' as const,
                estimate: entry.subject === base ? 4 : 1,
                low: entry.subject === base ? 3.9 : 0.9,
                high: entry.subject === base ? 4.1 : 1.1,
              }),
        ),
      }),
      columns,
    ).rows.flatMap(({ cells }) => cells.flatMap((cell) => (cell?.kind === 'effect' ? [cell.verdict] : [])));
  expect(new Set(derived(''))).toEqual(new Set(['faster']));
  expect(new Set(derived('the interval of this tail is wider than 10 %'))).toEqual(new Set(['unclear']));
});
