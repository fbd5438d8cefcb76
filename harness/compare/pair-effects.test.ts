// The engine by the smallest effects that a scenario or a project sets, in place of 1 %.
import { describe, expect, test } from 'vitest';
import type { PairValue } from './decide-interim.ts';
import { cpuPerOperation, sliceCpu, sliceTime } from '../contract/standard-metrics.ts';
import { disjointRates, resampledRates } from './calibration-rates.ts';
import { decidePairs } from './decide-pairs.ts';
import { effectsOf } from './pair-effects.ts';

/** Twelve pairs around this logarithm, by both metrics. */
const at = (middle: number): PairValue[] =>
  Array.from({ length: 12 }, (_, index) => {
    const value = middle + 0.001 * Math.sin(7 * index + 1);
    return { first: index % 2 === 0 ? 'a' : 'b', sliceMedian: value, cpuMean: value };
  });

describe('a smallest effect that a scenario or a project sets', () => {
  const effects = (effect: number) => ({ sliceMedian: effect, cpuMean: effect });

  test('moves both where a difference begins and where sameness ends', () => {
    expect(decidePairs(at(0.04))).toMatchObject({ verdict: 'slower' });
    const large = decidePairs(at(0.04), effects(0.06));
    expect(large).toMatchObject({ verdict: 'same' });
    expect(large.reason).toContain('inside ±6 %');
    expect(decidePairs(at(0.006))).toMatchObject({ verdict: 'same' });
    const small = decidePairs(at(0.006), effects(0.001));
    expect(small).toMatchObject({ verdict: 'slower' });
    expect(small.reason).toContain('beyond +0.1 %');
  });

  test('counts for its own metric, and the smallest detectable slowdown stands on it', () => {
    const [usual, larger] = [
      decidePairs(at(0.04)),
      decidePairs(at(0.04), { sliceMedian: 0.01, cpuMean: 0.06 }),
    ];
    expect(larger).toMatchObject({ verdict: 'slower' });
    const [was, now] = [usual.looks[0], larger.looks[0]];
    expect(now?.sliceMedian).toEqual(was?.sliceMedian);
    expect(now?.cpuMean?.detectable).toBeCloseTo(((was?.cpuMean?.detectable ?? 0) / 1.01) * 1.06, 9);
  });

  test('is that of the metrics of slices, and 1 % where a scenario has none', () => {
    const about = (minimumEffect: number) => ({ title: '', primary: true, minimumEffect });
    const metrics = [cpuPerOperation(about(0.5)), sliceTime('time', about(0.02)), sliceCpu(about(0.03))];
    expect(effectsOf({ metrics })).toEqual({ sliceMedian: 0.02, cpuMean: 0.03 });
    expect(effectsOf({ metrics: metrics.slice(0, 1) })).toEqual({ sliceMedian: 0.01, cpuMean: 0.01 });
  });

  test('counts in the rates of each cell of a self-test', () => {
    const cells = [at(0.04), at(0.04)];
    const verdicts = { slower: 1, faster: 0, same: 1, unclear: 0 };
    const mixed = [effects(0.01), effects(0.06)];
    expect(disjointRates(cells, mixed).verdicts).toEqual({ ...verdicts, slower: 2, same: 2 });
    const drawing = { windows: 1, flip: false, seed: 1 };
    expect(resampledRates(cells, { ...drawing, effects: mixed }).verdicts).toEqual(verdicts);
  });
});
