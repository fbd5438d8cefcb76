// The limit: whose runtime is it, which blocks have it, and that its ratios are those that any reference would have.
import { expect, test } from 'vitest';
import type { Cell, LimitView } from '../contract/result.ts';
import { around, cellOf, sampleView } from '../testing/sample-run.ts';
import { compareSubjects } from './compare-subjects.ts';
import { compareWithLimit } from './compare-with-limit.ts';

const scenarios = [sampleView];
const limitOf = (cells: readonly Cell[], limits: readonly string[] = ['floor']): LimitView | null =>
  compareWithLimit({ cells, scenarios }, limits);
const scaled = (subject: string, factor: number, over: Partial<Cell> = {}): Cell =>
  cellOf(
    subject,
    around(1000).map((value) => value * factor),
    over,
  );

const CELLS = [scaled('a/plain', 2), scaled('b/plain', 3), scaled('floor/loop', 1)];

test('every subject is held against it, by the pairs, intervals and verdicts that any reference has', () => {
  const found = limitOf(CELLS);
  const usual = compareSubjects({ cells: CELLS, scenarios, reference: 'floor/loop' });
  expect(found).toEqual({
    subject: 'floor/loop',
    comparisons: usual.comparisons,
    intervals: usual.intervals,
  });
  const cpu = found?.comparisons.filter(({ metric }) => metric === 'cpu') ?? [];
  expect(cpu.map(({ subject, verdict }) => [subject, verdict])).toEqual([
    ['a/plain', 'slower'],
    ['b/plain', 'slower'],
  ]);
  expect(cpu[1]?.estimate).toBeCloseTo(3, 10);
});

test('without a runtime that is declared, or without its cells, there is no limit', () => {
  expect(limitOf(CELLS, [])).toBeNull();
  expect(limitOf(CELLS, ['other'])).toBeNull();
  expect(limitOf([scaled('floor/loop', 1)])).toBeNull();
  expect(limitOf([scaled('a/plain', 1), scaled('floor/loop', 1, { verdict: 'unsupported' })])).toBeNull();
});

test('the first declared runtime that takes part is the limit, and the others are subjects', () => {
  const cells = [...CELLS, scaled('below/loop', 0.5)];
  const found = limitOf(cells, ['absent', 'below', 'floor']);
  expect(found?.subject).toBe('below/loop');
  expect(new Set(found?.comparisons.map(({ subject }) => subject))).toEqual(
    new Set(['a/plain', 'b/plain', 'floor/loop']),
  );
});

test('a block without it has no row: nothing stands in for a limit', () => {
  const elsewhere = { set: 't' };
  const lacking = [
    [scaled('a/plain', 2, elsewhere), scaled('b/plain', 3, elsewhere)],
    [scaled('a/plain', 2, elsewhere), scaled('floor/loop', 1, { ...elsewhere, verdict: 'unsupported' })],
    [scaled('a/plain', 2, elsewhere), scaled('floor/loop', 1, { ...elsewhere, verdict: 'known-divergence' })],
  ] as const;
  for (const block of lacking) expect(limitOf([...CELLS, ...block])).toEqual(limitOf(CELLS));
});

test('where it did not keep the contract, its rows say so and have no number', () => {
  const broken = scaled('floor/loop', 1, { verdict: 'divergent', reason: 'it broke T3' });
  for (const row of limitOf([scaled('a/plain', 2), broken])?.comparisons ?? []) {
    expect([row.verdict, row.estimate]).toEqual(['not-comparable', null]);
    expect(row.reason).toContain('it broke T3');
  }
});

test('where the limit has another style in a block, that is held against; the base of two builds never is', () => {
  const other = { set: 't' };
  const cells = [
    ...CELLS,
    scaled('a/plain', 2, other),
    scaled('floor/turns', 1, other),
    scaled('floor/loop', 9, { side: 'base' }),
  ];
  const found = limitOf(cells);
  expect(found?.comparisons.map(({ set, reference }) => `${set} ${reference}`)).toEqual(
    ['s', 's', 's', 's', 't', 't'].map((set) => `${set} floor/${set === 's' ? 'loop' : 'turns'}`),
  );
});
