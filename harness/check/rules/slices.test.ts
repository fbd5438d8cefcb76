// Slices that were not measured, are not those that were asked for, or ran backwards: no proof is made of them, and nothing throws.
import { describe, expect, test } from 'vitest';
import type { SliceRecord } from '../../contract/invocation.ts';
import type { SliceColumns } from '../../contract/trace.ts';
import { sliceRecord } from '../../testing/slice-record.ts';
import { invocationOf, legalTrace } from '../../testing/sample-case.ts';
import { judge } from '../../testing/sample-judge.ts';
import { sliceDrafts } from './slices.ts';

const asked = [5, 5, 7, 5];
const record = sliceRecord({ warmup: 1, operations: 5, asked, turnNs: [10, 10, 10, 10] });

type Rows = readonly (readonly [startNs: number, endNs: number, operations: number])[];
const HONEST: Rows = [
  [100, 110, 5],
  [110, 125, 5],
  [130, 140, 7],
  [140, 140, 5],
];

const columnsOf = (rows: Rows): SliceColumns => ({
  start: Float64Array.from(rows, ([start]) => start),
  end: Float64Array.from(rows, ([, end]) => end),
  cpuStart: Float64Array.from(rows, ([start]) => start),
  cpuEnd: Float64Array.from(rows, ([, end]) => end),
  operations: Uint32Array.from(rows, ([, , operations]) => operations),
});

const drafts = (rows: Rows, over: Partial<SliceRecord> = {}): string[] =>
  sliceDrafts({ ...record, ...over }, columnsOf(rows)).map(
    ({ rule, class: found, text }) => `${rule} ${found}: ${text}`,
  );

const changed = (row: number, values: Rows[number]): Rows => HONEST.with(row, values);

test('slices one after the other, of what was asked for, have no finding', () => {
  expect(drafts(HONEST)).toEqual([]);
  expect(drafts(HONEST, { warmup: 0 })).toEqual([]);
});

describe('slices', () => {
  test('of which none is there, or none behind the warm-up, prove nothing', () => {
    expect(drafts([], { asked: [], warmup: 0 })).toEqual([
      'W5 empty: 0 slices were recorded of 0 that were asked for, the first 0 of them as warm-up',
    ]);
    expect(drafts(HONEST, { warmup: 4 })).toEqual([
      expect.stringMatching(/^W5 empty: .* the first 4 of them/),
    ]);
    expect(drafts(HONEST, { warmup: 9 })).toHaveLength(1);
  });

  test('that are fewer than asked for are empty, and those that are more are miscounted', () => {
    expect(drafts(HONEST.slice(1))).toEqual([expect.stringMatching(/^W5 empty: 3 slices .* of 4/)]);
    expect(drafts([...HONEST, [150, 160, 5]])).toEqual(['W4 count: 5 slices were recorded, not 4']);
  });

  test('of other operations than asked for are named by their place', () => {
    expect(drafts(changed(2, [130, 140, 5]))).toEqual(['W4 count: slice 3 had 5 operations, not 7']);
  });

  test.each<[string, number, Rows[number], string]>([
    [
      'end before they start',
      1,
      [110, 105, 5],
      'W1 clock: slice 2 ends at 105 ns, before its start at 110 ns',
    ],
    [
      'start before the last one ended',
      2,
      [120, 140, 7],
      'W1 clock: slice 3 starts at 120 ns, before the last one ended at 125 ns',
    ],
    [
      'lie before the epoch',
      0,
      [-5, 110, 5],
      'W1 clock: slice 1 starts at -5 ns, before the last one ended at 0 ns',
    ],
    [
      'end at no time',
      3,
      [140, Number.NaN, 5],
      'W1 clock: slice 4 ends at NaN ns, before its start at 140 ns',
    ],
  ])('that %s are found', (_name, row, values, text) => {
    expect(drafts(changed(row, values))).toEqual([text]);
  });
});

describe('an invocation', () => {
  const judged = (rows: Rows, over: Partial<SliceRecord> = {}) => {
    const { record: plain, reader } = invocationOf(legalTrace(1));
    const slices = { ...record, ...over };
    return judge({ record: { ...plain, slices }, reader: { ...reader, slices: () => columnsOf(rows) } });
  };

  test('of honest slices is proved', () => {
    expect(judged(HONEST).proof).not.toBeNull();
    expect(judged(HONEST).rulesKept).toEqual(expect.arrayContaining(['W1', 'W4', 'W5']));
  });

  test.each<[string, Rows, string]>([
    ['without a measured slice', HONEST.slice(0, 1), 'W5'],
    ['that lies about operations', changed(1, [110, 125, 500]), 'W4'],
    ['that runs backwards', HONEST.toReversed().with(1, [1, 2, 5]), 'W1'],
  ])('%s is not', (_name, rows, rule) => {
    const { proof, findings, rulesBroken } = judged(rows);
    expect(proof).toBeNull();
    expect(rulesBroken).toContain(rule);
    expect(findings.map((finding) => finding.rule)).toContain(rule);
  });
});
