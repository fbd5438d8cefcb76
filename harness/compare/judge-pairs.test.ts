// From slices to a judgement, on simulated processes: drift, warm-up, bursts, sides that differ in what they recorded.
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import type { Pair, Pairs } from '../contract/pairs.ts';
import { PairsJudgement } from '../contract/pairs.ts';
import { judgePairs, warmupOf } from './judge-pairs.ts';
import { samplePairs } from '../testing/sample-pairs.ts';

function judged(pairs: Pairs): PairsJudgement {
  const result = judgePairs(pairs);
  if (!result.ok) throw new Error(result.failure.cause);
  return result.value;
}

const seeds = Array.from({ length: 25 }, (_, index) => index + 1);

function withEach(pairs: Pairs, change: (pair: Pair, index: number) => Pair): Pairs {
  return { ...pairs, pairs: pairs.pairs.map(change) };
}

test('equal processes under a shared drift, with stalled slices and a warm-up, are the same', () => {
  for (const seed of seeds) expect(judged(samplePairs({ count: 20, seed })).verdict).toBe('same');
});

test.each([0.03, 0.05])('processes slower by %d are called so', (slowdown) => {
  for (const seed of seeds) expect(judged(samplePairs({ count: 27, slowdown, seed })).verdict).toBe('slower');
});

test('a slowdown of one slice in twenty is seen by the CPU mean and not by the slice median', () => {
  for (const seed of seeds.slice(0, 10)) {
    const { verdict, reason, looks } = judged(samplePairs({ count: 48, bursts: 1, seed }));
    expect([verdict, reason]).toEqual(['slower', expect.stringMatching(/^CPU mean/)]);
    expect(looks.at(-1)?.sliceMedian.low).toBeLessThan(1.01);
  }
});

test('twenty slices of warm-up are dropped, of fewer than forty a quarter, by the shorter side', () => {
  expect([1, 3, 4, 39, 40, 80].map((slices) => warmupOf(slices, 500))).toEqual([0, 0, 1, 9, 20, 20]);
  expect(warmupOf(500, 12)).toBe(3);
  const cold = withEach(samplePairs({ count: 8, slices: 40 }), (pair) => ({
    ...pair,
    b: { ...pair.b, slicesNs: pair.b.slicesNs.map((value, index) => (index < 20 ? 50 * value : value)) },
  }));
  expect(judged(cold).looks[0]?.sliceMedian.ratio).toBeCloseTo(1, 1);
});

test('one slice a side is a pair too: a heavy operation, or a whole process', () => {
  const { verdict } = judged(samplePairs({ count: 6, slices: 1, slowdown: 1 }));
  expect(verdict).toBe('slower');
});

test('sides of different length are compared up to the shorter, which is told', () => {
  const uneven = withEach(samplePairs({ count: 8 }), (pair, index) =>
    index === 3
      ? { ...pair, a: { slicesNs: pair.a.slicesNs.slice(0, 70), cpuNs: pair.a.cpuNs?.slice(0, 70) ?? [] } }
      : pair,
  );
  expect(judged(uneven).warnings).toEqual([
    '1 of 8 pairs have sides of different length: 10 slices without a partner were left out',
  ]);
});

test('CPU time that is nowhere is no mistake; where one side forgot it, that is told', () => {
  const pairs = samplePairs({ count: 8 });
  const without = withEach(pairs, ({ first, a, b }) => ({
    first,
    a: { slicesNs: a.slicesNs },
    b: { slicesNs: b.slicesNs },
  }));
  expect(judged(without).looks.map(({ cpuMean }) => cpuMean)).toEqual([null, null]);
  expect(judged(without).warnings).toEqual([]);
  const forgotten = withEach(pairs, (pair, index) =>
    index === 2 ? { ...pair, b: { slicesNs: pair.b.slicesNs } } : pair,
  );
  const judgement = judged(forgotten);
  expect(judgement.looks[0]?.cpuMean).toBeNull();
  expect(judgement.warnings.join()).toContain('missing on 1 of 16 sides, first at pairs[2].b.cpuNs');
});

test('time is per operation where the sides say how many', () => {
  const pairs = withEach(samplePairs({ count: 6 }), ({ first, a, b }) => ({
    first,
    a: { ...a, operations: 100 },
    b: { ...b, operations: 50 },
  }));
  expect(judged(pairs).looks[0]?.sliceMedian.ratio).toBeCloseTo(2, 1);
});

test('a value without a logarithm is refused by its path', () => {
  const bad = withEach(samplePairs({ count: 6 }), (pair, index) =>
    index === 4 ? { ...pair, b: { slicesNs: pair.b.slicesNs.with(30, -1) } } : pair,
  );
  expect(judgePairs(bad)).toMatchObject({
    ok: false,
    failure: { code: 'EL1011', cause: 'pairs[4].b.slicesNs[30]: expected a positive number.' },
  });
});

test('the judgement keeps its schema, whatever the verdict', () => {
  const schema = Compile(PairsJudgement);
  for (const shape of [{ count: 0 }, { count: 5 }, { count: 6, slowdown: 5 }, { count: 8 }, { count: 100 }])
    expect(schema.Check(JSON.parse(JSON.stringify(judged(samplePairs(shape)))))).toBe(true);
});

test('the same pairs give the same judgement', () => {
  expect(judged(samplePairs({ count: 20 }))).toEqual(judged(samplePairs({ count: 20 })));
});
