// The search for the size of a slice on models of cost: it comes near its target, whatever a machine adds, and it ends.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitMix32 } from '../contract/payload.ts';
import type { Turn } from './token-channel.ts';
import { fixedOperations, MOST_SEARCH_SLICES, searchOperations } from './slice-size.ts';
import type { Sliced } from './slice-size.ts';

const TARGET_NS = 1e6;
/** What the harness takes a token for: models without another cost of the turn have this one. */
const TURN_NS = 40_000;

/** `costNs` of a slice by its operations and its number among all slices. */
async function search(costNs: (operations: number, slice: number) => number) {
  const asked: number[] = [];
  const found = await searchOperations(TARGET_NS, async (operations): Promise<Turn> => {
    asked.push(operations);
    return { kind: 'done', turnNs: TURN_NS + costNs(operations, asked.length - 1) };
  });
  return { found: found ?? Number.NaN, asked };
}

const sliced = (slice: Sliced['slice']): Sliced => ({
  kind: 'sliced',
  slice,
  warmup: { gate: 1, ratio: 1 },
  warmupMs: 0,
  slices: 1,
  typical: 'wall',
  reason: 'A test.',
});

describe('the search', () => {
  test('finds the operations of its target within a fifth, from 20 ns to half a millisecond each', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 20, max: 150_000, noNaN: true }), async (costNs) => {
        const { found, asked } = await search((operations) => operations * costNs);
        expect((found * costNs) / TARGET_NS).toBeGreaterThan(1 / 1.25);
        expect((found * costNs) / TARGET_NS).toBeLessThan(1.25);
        expect(asked.length).toBeLessThanOrEqual(MOST_SEARCH_SLICES);
      }),
      { numRuns: 60 },
    );
  });

  test('counts what every slice costs beside its operations', async () => {
    const { found } = await search((operations) => 300_000 + operations * 1000);
    expect(300_000 + found * 1000).toBeGreaterThan(0.8 * TARGET_NS);
    expect(300_000 + found * 1000).toBeLessThan(1.25 * TARGET_NS);
  });

  test('does not believe the slices in which it was not alone on its CPU', async () => {
    const next = splitMix32(5);
    const preempted = (): number => (next() % 2 === 0 ? 4e6 : 0);
    const { found } = await search((operations) => operations * 1000 + preempted());
    expect(found).toBeGreaterThan(800);
    expect(found).toBeLessThan(1250);
  });

  test('goes on until the compiler of a cold process is done', async () => {
    const { found, asked } = await search(
      (operations, slice) => operations * 1000 * (1 + 30 * Math.exp(-slice / 12)),
    );
    expect(asked.length).toBeGreaterThanOrEqual(60);
    expect(found).toBeGreaterThan(700);
    expect(found).toBeLessThan(1250);
  });

  test('never takes less than one operation, and sees early that one is too long', async () => {
    const { found, asked } = await search((operations) => operations * 20e6);
    expect([found, asked.every((operations) => operations === 1)]).toEqual([1, true]);
    expect(asked.length).toBeLessThan(MOST_SEARCH_SLICES / 2);
  });

  test('goes up slowly: no slice of it is four times as long as it should be', async () => {
    const { asked } = await search((operations) => operations * 1000);
    expect(Math.max(...asked) * 1000).toBeLessThan(4 * TARGET_NS);
  });

  test('ends where the time has nothing to do with the operations', async () => {
    const next = splitMix32(9);
    const { asked } = await search(() => next() % 50e6);
    expect(asked.length).toBeLessThanOrEqual(MOST_SEARCH_SLICES);
    const forNothing = await search(() => -TURN_NS);
    expect(forNothing.found).toBe(0xffff_ffff);
    expect(forNothing.asked.length).toBeLessThanOrEqual(MOST_SEARCH_SLICES);
  });

  test('has no answer when a slice was not answered', async () => {
    let slices = 0;
    const turn = async (): Promise<Turn> =>
      ++slices === 9 ? { kind: 'failed' } : { kind: 'done', turnNs: 1e6 };
    expect(await searchOperations(TARGET_NS, turn)).toBeNull();
    expect(slices).toBe(9);
  });
});

describe('a size that the scenario fixes', () => {
  test('is the product of its parameters and numbers', () => {
    const params = { connections: 4, messages: 25 };
    expect(fixedOperations(sliced({ operations: ['connections', 'messages', 2] }), params)).toBe(200);
    expect(fixedOperations(sliced({ ms: 1 }), params)).toBeNull();
  });

  test.each([
    ['is missing', ['nothing']],
    ['is no count', [0]],
    ['is broken', [0.5]],
    ['does not fit a token', [0x1_0000_0000]],
  ])('that %s is a bug', (_name, operations) => {
    expect(() => fixedOperations(sliced({ operations }), {})).toThrow(RangeError);
  });
});
