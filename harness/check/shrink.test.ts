// The search for the smallest parameters: minimal where less is never worse, honest about its end, and bound by its minima.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Parameters } from '../contract/message.ts';
import { shrinkParameters } from './shrink.ts';

const always = (): boolean => true;
const search = (
  params: Parameters,
  minima: Readonly<Record<string, number>>,
  breaks: (params: Parameters) => boolean,
  goesOn: () => boolean = always,
) => shrinkParameters({ params, minima, attempt: async (tried) => (breaks(tried) ? tried : null), goesOn });

test('what breaks always is reduced to all minima at the first attempt', async () => {
  const found = await search({ count: 1000, keys: 50, mode: 'turn' }, { count: 1, keys: 2 }, () => true);
  expect(found).toEqual({
    params: { count: 1, keys: 2, mode: 'turn' },
    evidence: { count: 1, keys: 2, mode: 'turn' },
    attempts: 1,
    complete: true,
  });
});

test('where every part must be large enough, the result is exactly the least that does', async () => {
  const size = fc.integer({ min: 1, max: 200 });
  const sizes = fc.record({ a: size, b: size, c: size });
  await fc.assert(
    fc.asyncProperty(sizes, sizes, sizes, async (params, needs, minima) => {
      fc.pre(params.a >= needs.a && params.b >= needs.b && params.c >= needs.c);
      const large = ({ a, b, c }: Parameters): boolean =>
        Number(a) >= needs.a && Number(b) >= needs.b && Number(c) >= needs.c;
      const found = await search(params, minima, large);
      const least = (name: 'a' | 'b' | 'c'): number =>
        params[name] <= minima[name] ? params[name] : Math.max(needs[name], minima[name]);
      expect(found.params).toEqual({ a: least('a'), b: least('b'), c: least('c') });
      expect(found.complete).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a hundred thousand are halved, not counted down', async () => {
  const found = await search({ count: 100_000 }, { count: 1 }, ({ count }) => Number(count) >= 777);
  expect(found.params).toEqual({ count: 777 });
  expect(found.attempts).toBeLessThan(20);
});

test('whatever breaks, evidence belongs to the parameters found, and no two attempts are alike', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 300 }), fc.func(fc.boolean()), async (count, chance) => {
      const tried: string[] = [];
      const found = await shrinkParameters({
        params: { count, other: count },
        minima: { count: 1, other: 1 },
        goesOn: always,
        attempt: async (params) => {
          tried.push(JSON.stringify(params));
          return chance(params['count'], params['other']) ? params : null;
        },
      });
      expect(new Set(tried).size).toBe(tried.length);
      expect(found.evidence ?? { count, other: count }).toEqual(found.params);
      expect(Number(found.params['count'])).toBeGreaterThanOrEqual(1);
    }),
  );
});

test('a search that is cut short keeps what it has and says so', async () => {
  let left = 3;
  const found = await search(
    { count: 1024 },
    { count: 1 },
    ({ count }) => Number(count) >= 100,
    () => left-- > 0,
  );
  expect(found).toMatchObject({ params: { count: 256 }, attempts: 3, complete: false });
});

test('texts, fractions and what is at its least already are left alone', async () => {
  const found = await search({ mode: 'turn', share: 0.5, count: 4 }, { mode: 1, share: 0, count: 4 }, always);
  expect(found).toMatchObject({ evidence: null, attempts: 0, complete: true });
});

test('where nothing smaller breaks there is no evidence', async () => {
  const found = await search({ count: 8 }, { count: 1 }, ({ count }) => Number(count) >= 8);
  expect(found).toMatchObject({ params: { count: 8 }, evidence: null, complete: true });
});
