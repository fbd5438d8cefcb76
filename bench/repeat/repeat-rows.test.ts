// What repeated runs of one build are told to be worth, where the truth is known.
import { describe, expect, test } from 'vitest';
import type { Comparison } from '../../harness/contract/result.ts';
import { repeatChart } from './repeat-chart.ts';
import { repeatLines, repeatMarkdown } from './repeat-lines.ts';
import { surroundingsOf } from './repeat-plan.ts';
import { repeatRows } from './repeat-rows.ts';

const row = (estimate: number, width: number, over: Partial<Comparison> = {}): Comparison => ({
  scenario: 's',
  set: 'p',
  metric: 'time',
  primary: true,
  reference: 'node/promises',
  subject: 'python/coroutines',
  scale: 'ratio',
  verdict: 'slower',
  estimate,
  low: estimate / width,
  high: estimate * width,
  pairs: 6,
  level: 0.99,
  detectable: null,
  reason: '',
  ...over,
});
const runs = (...rows: readonly Comparison[]) => rows.map((one) => ({ comparisons: [one] }));

describe('rows', () => {
  test('that agree cover their middle and share a point', () => {
    const summary = repeatRows(runs(row(2, 1.1), row(2.02, 1.1), row(1.98, 1.1)));
    expect(summary).toMatchObject({ runs: 3, coverage: 1 });
    expect(summary.rows[0]).toMatchObject({ middle: 2, covering: 3, common: true, contradicts: false });
    expect(summary.rows[0]?.z).toBeLessThan(1);
  });

  test('that differ by more than they claim do not', () => {
    const summary = repeatRows(runs(row(1.8, 1.01), row(2, 1.01), row(2.4, 1.01)));
    expect(summary.rows[0]).toMatchObject({ covering: 1, common: false });
    expect(summary.coverage).toBeCloseTo(1 / 3, 10);
    expect(summary.rows[0]?.z).toBeGreaterThan(10);
    expect(repeatLines(summary).join('\n')).toMatch(/1 of 3 [^]*no common point[^]*33\.3 % of the intervals/);
  });

  test('whose intervals know more than their own pairs are held against the pairs', () => {
    const spread = (middle: number) => [-0.02, 0.02, -0.01, 0.01].map((step) => Math.log(middle) + step);
    const known = (estimate: number, width: number) =>
      row(estimate, width, { values: [...spread(estimate), null] });
    const [narrow, wide] = [1.01, 1.5].map(
      (width) => repeatRows(runs(known(2, width), known(2.04, width))).rows[0]?.z,
    );
    expect(narrow).toBeCloseTo(wide ?? 0, 12);
    expect(narrow).toBeCloseTo(Math.log(2.04 / 2.02) / (Math.sqrt(0.001 / 3) / 2), 1);
  });

  test('called faster by one run and slower by another are named', () => {
    const summary = repeatRows(runs(row(0.8, 1.1, { verdict: 'faster' }), row(1.2, 1.1)));
    expect(summary.rows[0]?.contradicts).toBe(true);
    expect(repeatLines(summary).join('\n')).toContain(
      '1 rows are called faster by one run and slower by another',
    );
  });

  test('without a number in a run are of the others; secondary ones and single ones are left out', () => {
    const none = row(0, 1, { estimate: null, low: null, high: null, verdict: 'unclear' });
    expect(repeatRows(runs(row(2, 1.1), none, row(2, 1.1))).rows[0]?.seen).toHaveLength(2);
    expect(repeatRows(runs(row(2, 1.1), none)).rows).toEqual([]);
    expect(repeatRows(runs(row(2, 1.1, { primary: false }), row(2, 1.1, { primary: false }))).rows).toEqual(
      [],
    );
    expect(repeatRows([])).toEqual({ rows: [], runs: 0, coverage: 0 });
  });
});

test('each path length comes once before any comes again, and the seed decides all', () => {
  const drawn = surroundingsOf(20, 3);
  expect(new Set(drawn.slice(0, 16).map(({ pathLength }) => pathLength)).size).toBe(16);
  expect(drawn).toHaveLength(20);
  expect(surroundingsOf(20, 3)).toEqual(drawn);
  expect(surroundingsOf(20, 4)).not.toEqual(drawn);
});

test('the page has a row a comparison and names its command; the picture has one dot a run', () => {
  const summary = repeatRows(runs(row(2, 1.1), row(2.02, 1.1)));
  expect(repeatMarkdown(summary, 'npm run this')).toMatch(
    /npm run this[^]*\| s p python\/coroutines time \| 2\.01x \|/,
  );
  expect(repeatChart(summary).match(/<circle/g)).toHaveLength(2);
});
