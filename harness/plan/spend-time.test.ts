// Where the next seconds go: a pilot of everything, then the nearest verdicts for what they cost, then the widest intervals.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spendTime } from './spend-time.ts';
import type { BlockOutlook } from './spend-time.ts';

const PACE = { pilot: 8, looks: [8, 12, 18, 27, 40], step: 2, deep: false };
const block = (id: string, over: Partial<BlockOutlook> = {}): BlockOutlook => ({
  id,
  pairs: 8,
  most: 40,
  repeats: 1,
  lastsMs: 100,
  ms: 100,
  undecided: [],
  rows: 1,
  compared: 1,
  ...over,
});

describe('before every block has its pilot', () => {
  test('the one with the fewest pairs is next, whatever its rows say', () => {
    const blocks = [
      block('a', { pairs: 8, undecided: [12] }),
      block('b', { pairs: 4 }),
      block('c', { pairs: 2 }),
    ];
    expect(spendTime(blocks, 1e6, PACE)).toEqual({ id: 'c', pairs: 4 });
  });

  test('what declares repeats gets so many while others get one', () => {
    const [a, cheap] = [block('a', { pairs: 2 }), block('cheap', { pairs: 5, repeats: 3 })];
    expect(spendTime([a, cheap], 1e6, PACE)?.id).toBe('cheap');
    expect(spendTime([a, { ...cheap, pairs: 7 }], 1e6, PACE)?.id).toBe('a');
    expect(
      spendTime(
        [
          { ...a, pairs: 8 },
          { ...cheap, pairs: 20 },
        ],
        1e6,
        PACE,
      )?.id,
    ).toBe('cheap');
  });

  test('where there is no time for intervals everywhere, blocks with most rows for the time get enough first', () => {
    const short = { ...PACE, pilot: Number.POSITIVE_INFINITY, deep: true };
    const blocks = [
      block('few', { pairs: 1, compared: 1 }),
      block('many', { pairs: 1, compared: 10, ms: 500 }),
      block('none', { pairs: 1, compared: 0, ms: 1 }),
    ];
    expect(spendTime(blocks, 2000, short)).toEqual({ id: 'many', pairs: 4 });
    expect(
      spendTime([...blocks.slice(0, 1), block('many', { pairs: 4, compared: 10 })], 2000, short)?.id,
    ).toBe('few');
    expect(spendTime(blocks, 1000, short)).toEqual({ id: 'few', pairs: 4 });
    expect(spendTime([block('new', { pairs: 0 }), ...blocks], 250, short)?.id).toBe('new');
  });

  test('of equals, the first is next', () => {
    const blocks = [block('a', { pairs: 0 }), block('b', { pairs: 0 })];
    expect(spendTime(blocks, 1e6, PACE)?.id).toBe('a');
  });
});

describe('after the pilot', () => {
  test('the block with most verdicts a second is next, and gets the pairs that they take', () => {
    const blocks = [
      block('dear', { undecided: [12, 12], ms: 1000 }),
      block('cheap', { undecided: [18], ms: 100 }),
      block('hopeless', { undecided: [null, null], ms: 1 }),
    ];
    expect(spendTime(blocks, 1e6, PACE)).toEqual({ id: 'cheap', pairs: 18 });
  });

  test('one target may serve several rows', () => {
    const blocks = [block('a', { undecided: [12, 18, 18, 18, 18] })];
    expect(spendTime(blocks, 1e6, PACE)).toEqual({ id: 'a', pairs: 18 });
  });

  test('a verdict beyond the time that is left counts for nothing', () => {
    const blocks = [
      block('far', { undecided: [40], ms: 1000 }),
      block('near', { undecided: [12], ms: 1000 }),
    ];
    expect(spendTime(blocks, 5000, PACE)).toEqual({ id: 'near', pairs: 12 });
  });

  test('where no verdict is in reach, intervals are narrowed where most rows gain most for the time', () => {
    const blocks = [
      block('many', { rows: 10, undecided: [null], ms: 500 }),
      block('few', { rows: 1, ms: 100, undecided: [null] }),
      block('narrow', { rows: 1, ms: 100, pairs: 27 }),
    ];
    expect(spendTime(blocks, 1e6, PACE)).toEqual({ id: 'many', pairs: 12 });
    expect(spendTime(blocks.slice(1), 1e6, PACE)).toEqual({ id: 'few', pairs: 12 });
  });

  test('the last of the time narrows an interval without a further look', () => {
    expect(spendTime([block('a', { undecided: [null] })], 350, PACE)).toEqual({ id: 'a', pairs: 10 });
  });

  test('where every row is decided, the run ends', () => {
    expect(spendTime([block('a'), block('b', { rows: 0 })], 1e6, PACE)).toBeNull();
  });
});

test('nothing that would not end in time is begun, and nothing beyond the plan', () => {
  const open = (over: Partial<BlockOutlook>): BlockOutlook[] => [block('a', { undecided: [null], ...over })];
  expect(spendTime(open({ lastsMs: 300 }), 299, PACE)).toBeNull();
  expect(spendTime(open({ pairs: 40 }), 1e6, PACE)).toBeNull();
  expect(spendTime(open({ pairs: 39 }), 1e6, PACE)).toEqual({ id: 'a', pairs: 40 });
  expect(spendTime([], 1e6, PACE)).toBeNull();
});

test('what is chosen always fits, and always goes on', () => {
  const blocks = fc.array(
    fc.record({
      id: fc.string(),
      pairs: fc.nat(40),
      most: fc.constant(40),
      repeats: fc.constantFrom(1, 1, 3),
      lastsMs: fc.integer({ min: 1, max: 5000 }),
      ms: fc.integer({ min: 1, max: 5000 }),
      undecided: fc.array(fc.constantFrom(null, 8, 12, 18, 27, 40)),
      rows: fc.nat(20),
      compared: fc.nat(20),
    }),
  );
  fc.assert(
    fc.property(blocks, fc.nat(20_000), (given, leftMs) => {
      const before = given.map((one) => ({
        ...one,
        undecided: one.undecided.filter((n) => n === null || n > one.pairs),
      }));
      const chosen = spendTime(before, leftMs, PACE);
      if (chosen === null)
        return (
          before.every(({ pairs, lastsMs }) => pairs >= 40 || lastsMs > leftMs) ||
          before.every(({ undecided }) => undecided.length === 0)
        );
      return before.some(
        ({ id, pairs, most, lastsMs }) =>
          id === chosen.id && chosen.pairs > pairs && chosen.pairs <= most && lastsMs <= leftMs,
      );
    }),
  );
});
