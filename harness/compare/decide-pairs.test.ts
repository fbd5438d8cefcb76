// The decision on simulated pairs: how often it errs where nothing differs, what it finds where something does, and when it holds back.
import { describe, expect, test } from 'vitest';
import { normals } from '../stats/simulate-levels.ts';
import { seededXoshiro } from '../stats/xoshiro.ts';
import type { PairValue } from './decide-interim.ts';
import type { Look } from '../contract/pairs.ts';
import { decidePairs, decidingAnalyses } from './decide-pairs.ts';

/** Sources of chance for one simulation: normal values and fair shares. */
interface Chance {
  readonly normal: () => number;
  readonly share: () => number;
}

type Draw = (chance: Chance) => { readonly slice: number; readonly cpu: number | null };

function chanceOf(seed: number): Chance {
  const draw = seededXoshiro(seed);
  return { normal: normals(draw), share: () => draw() / 2 ** 32 };
}

function pairsOf(draw: Draw, count: number, chance: Chance): PairValue[] {
  return Array.from({ length: count }, () => {
    const { slice, cpu } = draw(chance);
    return { first: chance.share() < 0.5 ? 'a' : 'b', sliceMedian: slice, cpuMean: cpu };
  });
}

/** The last interim analyses: a decision without the second opinion, which takes most of the time and changes no verdict. */
function simulate(draw: Draw, times: number, seed = 1, count = 48): readonly Look[] {
  const chance = chanceOf(seed);
  return Array.from(
    { length: times },
    () => decidingAnalyses(pairsOf(draw, count, chance)).at(-1)?.look,
  ).filter((look) => look !== undefined);
}

const share = (decisions: readonly Look[], ...verdicts: readonly string[]): number =>
  decisions.filter(({ verdict }) => verdicts.includes(verdict)).length / decisions.length;

/** Both metrics with one effect and one spread. */
const shifted =
  (effect: number, spread: number): Draw =>
  ({ normal }) => ({ slice: effect + spread * normal(), cpu: effect + spread * normal() });

describe('where nothing differs', () => {
  test('normal pairs are the same, and one in a hundred at most is called a difference', () => {
    const decisions = simulate(shifted(0, 0.01), 1500);
    expect(share(decisions, 'slower', 'faster')).toBeLessThanOrEqual(0.01);
    expect(share(decisions, 'same')).toBeGreaterThan(0.95);
  });

  test('pairs with heavy tails are the same or unclear', () => {
    const student: Draw = ({ normal }) => {
      const value = (0.01 * normal()) / Math.sqrt((normal() ** 2 + normal() ** 2) / 2);
      return { slice: value, cpu: value + 0.003 * normal() };
    };
    const decisions = simulate(student, 800, 2);
    expect(share(decisions, 'slower', 'faster')).toBeLessThanOrEqual(0.01);
    expect(share(decisions, 'same')).toBeGreaterThan(0.5);
  });

  test('wild pairs to both sides move the verdict to unclear at most', () => {
    const wild: Draw = ({ normal, share }) => {
      const jolt = share() < 0.1 ? (share() < 0.5 ? 0.6 : -0.6) : 0;
      return { slice: 0.01 * normal() + jolt, cpu: 0.01 * normal() + jolt };
    };
    expect(share(simulate(wild, 400, 3), 'slower', 'faster')).toBeLessThanOrEqual(0.01);
  });

  test('two memory layouts 13 % apart are unclear rather than wrong', () => {
    const layouts: Draw = ({ normal, share }) => {
      const value = (share() < 0.5 ? 0.13 : -0.13) + 0.01 * normal();
      return { slice: value, cpu: value + 0.002 * normal() };
    };
    expect(share(simulate(layouts, 1500, 4), 'slower', 'faster', 'same')).toBeLessThanOrEqual(0.012);
  });
});

describe('where B is slower', () => {
  test.each([
    [0.03, 0.01, 12],
    [0.05, 0.01, 8],
    [0.05, 0.02, 12],
    [0.1, 0.01, 9],
  ])('by %d with pairs that spread by %d it is called within %d pairs on average', (effect, spread, most) => {
    const decisions = simulate(shifted(effect, spread), 100, 6);
    expect(share(decisions, 'slower')).toBeGreaterThanOrEqual(0.99);
    const used = decisions.reduce((sum, { pairs }) => sum + pairs, 0) / decisions.length;
    expect(used).toBeLessThan(most);
  });

  test('the mirrored pairs are faster by the mirrored interval', () => {
    const pairs = pairsOf(shifted(0.05, 0.01), 48, chanceOf(7));
    const slower = decidePairs(pairs);
    const faster = decidePairs(
      pairs.map(({ first, sliceMedian, cpuMean }) => ({
        first,
        sliceMedian: -sliceMedian,
        cpuMean: -(cpuMean ?? 0),
      })),
    );
    expect([slower.verdict, faster.verdict]).toEqual(['slower', 'faster']);
    expect(faster.looks[0]?.sliceMedian.low).toBeCloseTo(1 / (slower.looks[0]?.sliceMedian.high ?? 0), 9);
  });

  test('twice as slow is called at the first look, with a spread of 10 % too', () => {
    for (const { verdict, pairs } of simulate(shifted(Math.log(2), 0.1), 50, 8))
      expect([verdict, pairs]).toEqual(['slower', 6]);
  });

  test('wild pairs hardly hide it', () => {
    const wild: Draw = ({ normal, share }) => {
      const value = 0.05 + 0.01 * normal() + (share() < 0.1 ? 0.6 * Math.sign(normal()) : 0);
      return { slice: value, cpu: value };
    };
    expect(share(simulate(wild, 60, 9), 'slower')).toBeGreaterThan(0.95);
  });

  test('only in mean CPU it is called by the CPU mean, and only in the slices by their median', () => {
    const cpuOnly: Draw = ({ normal }) => ({ slice: 0.01 * normal(), cpu: 0.05 + 0.02 * normal() });
    const sliceOnly: Draw = ({ normal }) => ({ slice: 0.05 + 0.01 * normal(), cpu: 0.005 * normal() });
    for (const [draw, title] of [
      [cpuOnly, /^CPU mean/],
      [sliceOnly, /^slice median/],
    ] as const)
      for (const { verdict, reason } of simulate(draw, 20, 10))
        expect([verdict, reason]).toEqual(['slower', expect.stringMatching(title)]);
  });
});

describe('where it holds back', () => {
  const even = (values: readonly number[], cpu: readonly (number | null)[] = values): PairValue[] =>
    values.map((sliceMedian, index) => ({
      first: index % 2 === 0 ? 'a' : 'b',
      sliceMedian,
      cpuMean: cpu[index] ?? null,
    }));
  const around = (centre: number, count: number, spread = 0.004): number[] =>
    Array.from({ length: count }, (_, index) => centre + spread * Math.sin(7 * index + 1));

  test.each([0, 1, 5])('%d pairs are too few, which is said', (count) => {
    expect(decidePairs(even(around(0.5, count)))).toMatchObject({
      looks: [],
      verdict: 'unclear',
      reason: `${count} pairs are too few: the first interim analysis is at 6 pairs`,
      pairsUsed: 0,
      pairsGiven: count,
      detectable: null,
      positionBias: null,
      signFlipP: null,
    });
  });

  test('six pairs are enough', () => {
    expect(decidePairs(even(around(0.05, 6)))).toMatchObject({ verdict: 'slower', pairsUsed: 6 });
    expect(decidePairs(even(around(0, 6)))).toMatchObject({ verdict: 'same', pairsUsed: 6 });
  });

  test('six pairs in one memory layout are not: what has its size waits for the next look', () => {
    const decision = decidePairs(even(around(0.13, 6)));
    expect(decision.verdict).toBe('unclear');
    expect(decision.reason).toContain(
      'in six processes, chance differences of memory layout can be as large',
    );
    expect(decision.reason).toContain('the next interim analysis is at 8 pairs');
    expect(decidePairs(even(around(0.13, 8)))).toMatchObject({ verdict: 'slower', pairsUsed: 8 });
  });

  test('a sharp interval does not count while too many pairs point the other way', () => {
    const values = [...around(0.05, 5, 0.001), -0.05];
    const decision = decidePairs(even(values, []));
    expect(decision.looks[0]?.sliceMedian.low).toBeGreaterThan(1.01);
    expect(decision.verdict).toBe('unclear');
    expect(decision.reason).toContain('1 of 6 pairs point the other way (at most 0 may)');
  });

  test('metrics that contradict each other are unclear', () => {
    const decision = decidePairs(even(around(0.05, 48), around(-0.05, 48)));
    expect(decision).toMatchObject({ verdict: 'unclear', pairsUsed: 48 });
    expect(decision.reason).toContain('the metrics contradict each other');
  });

  test('a spread that hides everything is unclear, with what could have been called', () => {
    const decision = decidePairs(even(around(0.02, 100, 0.4)));
    expect(decision).toMatchObject({ verdict: 'unclear', pairsUsed: 48, pairsGiven: 100 });
    expect(decision.looks.map(({ pairs }) => pairs)).toEqual([6, 8, 11, 15, 20, 27, 36, 48]);
    expect(decision.reason).toContain('the last interim analysis is at 48 pairs');
    const { low, high } = decision.looks.at(-1)?.cpuMean ?? { low: 0, high: 0 };
    expect(decision.detectable).toBeLessThanOrEqual(1.01 * Math.sqrt(high / low) + 1e-9);
  });

  test('pairs between two looks are not looked at', () => {
    const decision = decidePairs(even(around(0.02, 10, 0.4)));
    expect(decision).toMatchObject({ pairsUsed: 8, pairsGiven: 10 });
    expect(decision.reason).toContain('the next interim analysis is at 11 pairs, 10 were given');
  });

  test('without CPU time the slice median stands alone, which is said', () => {
    const decision = decidePairs(even(around(0.05, 6), []));
    expect(decision).toMatchObject({ verdict: 'slower', looks: [{ cpuMean: null }] });
    expect(decision.reason).toContain('no CPU time was recorded');
    const once = decidePairs(even(around(0.05, 6), around(0.05, 5)));
    expect(once.looks[0]?.cpuMean).toBeNull();
  });

  test.each([
    [0, 'same'],
    [Math.log(1.05), 'slower'],
    [Math.log(0.5), 'faster'],
  ])('pairs that are all equal (%d) get a width, and a warning', (value, verdict) => {
    const decision = decidePairs(even(Array.from({ length: 6 }, () => value)));
    expect(decision.verdict).toBe(verdict);
    const { low, ratio, high } = decision.looks[0]?.sliceMedian ?? { low: 1, ratio: 1, high: 1 };
    expect(low).toBeLessThan(0.999 * ratio);
    expect(high).toBeGreaterThan(1.001 * ratio);
    expect(decision.warnings).toEqual([
      expect.stringMatching(/^slice median: the pairs agree better than two processes ever do/),
      expect.stringMatching(/^CPU mean: the pairs agree better than two processes ever do/),
    ]);
  });
});

describe('the order of the sides', () => {
  const biased = (first: (index: number) => 'a' | 'b'): PairValue[] => {
    const { normal } = chanceOf(11);
    return Array.from({ length: 48 }, (_, index) => {
      const value = (first(index) === 'b' ? 0.02 : -0.02) + 0.005 * normal();
      return { first: first(index), sliceMedian: value, cpuMean: value };
    });
  };

  test('a bias is measured as time of the side that was started first, and told', () => {
    const { positionBias, verdict, warnings } = decidePairs(biased((index) => (index % 2 === 0 ? 'a' : 'b')));
    expect(verdict).not.toBe('slower');
    expect(positionBias?.ratio).toBeCloseTo(1.02, 2);
    expect(positionBias?.low).toBeGreaterThan(1.01);
    expect(warnings.join()).toContain('the order matters');
  });

  test('without a bias its interval includes one, and nothing is told', () => {
    const decision = decidePairs(pairsOf(shifted(0, 0.01), 48, chanceOf(12)));
    expect(decision.positionBias?.low).toBeLessThan(1);
    expect(decision.positionBias?.high).toBeGreaterThan(1);
    expect(decision.warnings).toEqual([]);
  });

  test('one order only is warned of: it could be the whole difference', () => {
    const { positionBias, warnings } = decidePairs(biased(() => 'b'));
    expect(positionBias).toBeNull();
    expect(warnings.join()).toContain('side b was started first in every pair');
  });
});

describe('the second opinion', () => {
  test('it is told where chance could do what an interval excludes', () => {
    const values = [0.048, 0.049, 0.05, 0.051, 0.052, -0.0505];
    const decision = decidePairs(
      values.map((sliceMedian, index) => ({
        first: index % 2 === 0 ? 'a' : 'b',
        sliceMedian,
        cpuMean: null,
      })),
    );
    expect(decision.signFlipP?.sliceMedian).toBeGreaterThan(0.1);
    expect(decision.warnings.join()).toContain('disagrees with the interval, which excludes 1');
  });

  test('it is told where some wild pairs make an interval wide that signs alone would not', () => {
    const values = Array.from({ length: 15 }, (_, index) => (index < 13 ? 0.001 : 0.5) + index / 1e5);
    const { signFlipP, warnings } = decidePairs(
      values.map((value, index) => ({
        first: index % 2 === 0 ? 'a' : 'b',
        sliceMedian: 0.02 * Math.sin(index),
        cpuMean: value,
      })),
    );
    expect(signFlipP?.cpuMean).toBeLessThan(0.001);
    expect(warnings.join()).toContain('CPU mean: the sign-flip test');
  });
});
