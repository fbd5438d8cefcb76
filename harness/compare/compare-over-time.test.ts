// Verdicts over time: two runs without pairs, two builds in one run, and the correction for many rows.
import { describe, expect, test } from 'vitest';
import type { Cell, Change } from '../contract/result.ts';
import { compareRuns } from './compare-runs.ts';
import { compareSides } from './compare-sides.ts';
import { around, cellOf, runOf, sampleView } from '../testing/sample-run.ts';

const subject = 'node/promises';
const times = (factor: number): number[] => around(1000).map((value) => value * factor);
const cpuOf = (changes: readonly Change[]): Change | undefined =>
  changes.find(({ metric }) => metric === 'cpu');

describe('two runs', () => {
  const compare = (old: Cell, now: Cell): Change[] => compareRuns(runOf([old]), runOf([now]));
  const cpu = (now: Partial<Cell>, values = times(1)): Change | undefined =>
    cpuOf(compare(cellOf(subject, times(1)), cellOf(subject, values, now)));

  test('show regression and improvement with the interval', () => {
    const worse = cpu({}, times(1.2));
    expect(worse).toMatchObject({ verdict: 'regression', reason: '', primary: true });
    expect(worse?.estimate).toBeCloseTo(1.2, 2);
    expect(worse?.low).toBeLessThan(1.2);
    expect(cpu({}, times(0.8))?.verdict).toBe('improvement');
  });

  test('call nothing below five percent, however sure the interval is', () => {
    expect(cpu({}, times(1.03))?.verdict).toBe('unchanged');
    expect(cpu({}, times(1.055))?.verdict).toBe('inconclusive');
    expect(cpu({}, times(1.03))?.detectable).toBeGreaterThan(1.05);
    expect(cpu({}, times(1.03))?.detectable).toBeLessThan(1.08);
  });

  test('a run beside itself is unchanged, however much its values scatter', () => {
    const scattered = [500, 2500, 900, 1600, 700, 1200];
    const itself = cellOf(subject, scattered);
    expect(cpuOf(compare(itself, itself))).toMatchObject({
      verdict: 'unchanged',
      estimate: 1,
      low: 1,
      high: 1,
    });
    expect(cpuOf(compare(itself, cellOf(subject, scattered.toReversed())))?.verdict).toBe('inconclusive');
  });

  test('are inconclusive where the values scatter or are too few', () => {
    expect(cpu({}, [500, 2500, 900, 1600, 700, 1200])?.verdict).toBe('inconclusive');
    expect(cpu({}, [9000, 9000])?.reason).toContain('2 values on one side');
  });

  test('refuse other scenario versions, parameters, profiles and metrics', () => {
    const old = runOf([cellOf(subject, times(1))]);
    const now = [cellOf(subject, times(1.5))];
    const refused = (over: Parameters<typeof runOf>[1]): unknown => cpuOf(compareRuns(old, runOf(now, over)));
    expect(refused({ version: 2 })).toMatchObject({ verdict: 'not-comparable', estimate: null });
    expect(refused({ profile: 'full' })).toMatchObject({ verdict: 'not-comparable' });
    expect(cpu({ params: { periodMs: 9 } })?.reason).toBe('the parameters differ');
    const metrics = sampleView.metrics.map((metric) => Object.assign({}, metric, { unit: 'bytes' }));
    const other = { ...runOf(now), scenarios: [{ ...sampleView, metrics }] };
    expect(cpuOf(compareRuns(old, other))?.reason).toBe('the definitions of the metric differ');
  });

  test('compare only what both proved', () => {
    expect(cpu({ verdict: 'divergent', reason: 'x' })?.reason).toBe('the new cell is divergent: x');
    const changes = compare(
      cellOf(subject, times(1), { verdict: 'failed', reason: 'y' }),
      cellOf(subject, times(1)),
    );
    expect(cpuOf(changes)).toMatchObject({ verdict: 'not-comparable', reason: 'the old cell is failed: y' });
  });

  test('name what is new and what is gone', () => {
    const changes = compare(cellOf('node/streams', times(1)), cellOf(subject, times(1)));
    expect(changes.map((change) => [change.subject, change.metric, change.verdict])).toEqual([
      [subject, 'cpu', 'new'],
      [subject, 'p50', 'new'],
      ['node/streams', 'cpu', 'gone'],
      ['node/streams', 'p50', 'gone'],
    ]);
  });

  test('of two machines are compared only where somebody asks for it, and then each row says so', () => {
    const [was, is] = [
      runOf([cellOf(subject, times(1))]),
      runOf([cellOf(subject, times(1.2))], { cpu: 'two' }),
    ];
    const reason = 'measured on another machine: CPU one and two';
    expect(cpuOf(compareRuns(was, is))).toMatchObject({ verdict: 'not-comparable', estimate: null, reason });
    expect(cpuOf(compareRuns(was, is, ['runtimes']))?.verdict).toBe('not-comparable');
    expect(cpuOf(compareRuns(was, is, ['machines']))).toMatchObject({ verdict: 'regression', reason });
  });

  test('judge differences by their unit and by five percent of what was usual', () => {
    const p50 = (values: number[]): Change | undefined =>
      compare(cellOf(subject, around(10_000)), cellOf(subject, values)).find(
        ({ metric }) => metric === 'p50',
      );
    expect(p50(around(10_200))?.verdict).toBe('unchanged');
    expect(p50(around(12_000))).toMatchObject({ verdict: 'regression', primary: false });
    expect(p50(around(8000))?.verdict).toBe('improvement');
  });

  test('need more to be sure of one row among many', () => {
    const noisy = [1100, 1190, 1120, 1210, 1090, 1170];
    const rows = (count: number): Change[] => {
      const names = Array.from({ length: count }, (_, i) => `node/style${i}`);
      const old = names.map((name) => cellOf(name, times(1)));
      const now = names.map((name, i) => cellOf(name, i === 0 ? noisy : times(1)));
      return compareRuns(runOf(old), runOf(now));
    };
    expect(cpuOf(rows(1))?.verdict).toBe('regression');
    expect(cpuOf(rows(200))?.verdict).toBe('inconclusive');
  });
});

describe('two builds in one run', () => {
  const side = (which: 'base' | 'head', values: number[], over: Partial<Cell> = {}): Cell =>
    cellOf(subject, values, { side: which, ...over });
  const compare = (...cells: Cell[]): Change | undefined =>
    cpuOf(compareSides({ cells, scenarios: [sampleView] }).changes);

  test('see small changes, for their pairs met the same machine', () => {
    const drift = [1, 1.3, 0.8, 1.1, 0.9, 1.2];
    const base = side(
      'base',
      drift.map((value) => 1000 * value),
    );
    const head = (factor: number): Cell =>
      side(
        'head',
        drift.map((value, i) => 1000 * value * factor * (1 + i / 2000)),
      );
    expect(compare(base, head(1.03))?.verdict).toBe('regression');
    expect(compare(base, head(0.95))?.verdict).toBe('improvement');
    expect(compare(base, head(1.001))?.verdict).toBe('unchanged');
    // What a metric calls the same between subjects it calls unchanged between builds.
    expect(compare(base, head(1.008))?.verdict).toBe('unchanged');
  });

  test('are inconclusive, new, gone or not comparable for a reason', () => {
    expect(compare(side('base', times(1)), side('head', [1, 2]))?.verdict).toBe('inconclusive');
    expect(compare(side('base', [900, 1200, 1000]), side('head', [1200, 900, 1000]))?.verdict).toBe(
      'inconclusive',
    );
    expect(compare(side('head', times(1)))?.verdict).toBe('new');
    expect(compare(side('base', [], { verdict: 'unsupported' }), side('head', times(1)))?.verdict).toBe(
      'new',
    );
    expect(compare(side('base', times(1)))?.verdict).toBe('gone');
    const bad = { verdict: 'divergent', reason: 'z' } as const;
    expect(compare(side('base', times(1), bad), side('head', times(1)))?.reason).toBe('base is divergent: z');
    expect(compare(side('base', times(1)), side('head', times(1), bad))?.reason).toBe('head is divergent: z');
  });
});
