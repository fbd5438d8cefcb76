// Every comparison verdict: what is called slower, faster, the same, unclear or not comparable.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell, Comparison, ScenarioView } from '../contract/result.ts';
import { compareSubjects } from './compare-subjects.ts';
import { around, cellOf, sampleView } from '../testing/sample-run.ts';

const reference = 'node/promises';

function compare(
  subject: Cell,
  base: Cell = cellOf(reference, around(1000)),
  view: ScenarioView = sampleView,
): Comparison[] {
  return [...compareSubjects({ cells: [base, subject], scenarios: [view], reference }).comparisons];
}

const cpu = (subject: Cell, base?: Cell, view?: ScenarioView): Comparison | undefined =>
  compare(subject, base, view).find(({ metric }) => metric === 'cpu');
const p50 = (subject: Cell, base?: Cell): Comparison | undefined =>
  compare(subject, base).find(({ metric }) => metric === 'p50');
const repetitions = (...values: (number | null)[]): Cell => cellOf('python/coroutines', values);

describe('ratios', () => {
  test('are slower, faster or the same with their interval', () => {
    const slower = cpu(repetitions(...around(1000).map((value) => value * 1.2)));
    expect(slower).toMatchObject({ verdict: 'slower', pairs: 6, level: 0.992, scale: 'ratio', reason: '' });
    expect(slower?.estimate).toBeCloseTo(1.2, 10);
    expect(cpu(repetitions(...around(1000).map((value) => value / 1.2)))?.verdict).toBe('faster');
    expect(cpu(repetitions(...around(1000).map((value) => value * 1.001)))?.verdict).toBe('same');
  });

  test('follow the direction of the metric', () => {
    const metrics = sampleView.metrics.map((metric) => Object.assign({}, metric, { better: 'higher' }));
    const view = { ...sampleView, metrics };
    const subject = repetitions(...around(1000).map((value) => value * 1.2));
    expect(cpu(subject, undefined, view)?.verdict).toBe('faster');
  });

  test('are unclear when the interval holds both, and say what could have been called', () => {
    const unclear = cpu(repetitions(700, 1500, 900, 1300, 800, 1200));
    expect(unclear).toMatchObject({ verdict: 'unclear', reason: '' });
    expect(unclear?.detectable).toBeGreaterThan(1.1);
    expect(cpu(repetitions(...around(1000).map((value) => value * 1.001)))?.detectable).toBeCloseTo(1.01, 2);
  });

  test('that are unclear although their interval excludes no difference say why', () => {
    const scattered = around(1000).map((value, i) => value * (1.04 + 0.01 * (i % 3)));
    const metrics = sampleView.metrics.map((metric) => Object.assign({}, metric, { minimumEffect: 0.045 }));
    const unclear = cpu(repetitions(...scattered), undefined, { ...sampleView, metrics });
    expect(unclear?.low).toBeGreaterThan(1);
    expect(unclear).toMatchObject({
      verdict: 'unclear',
      reason: 'the interval excludes no difference, but not one that is too small to be called (4.5 %)',
    });
  });

  test('swap into their inverse when reference and subject are exchanged', () => {
    const positive = fc.array(fc.integer({ min: 100, max: 9000 }), { minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(positive, positive, (first, second) => {
        const there = cpu(repetitions(...second), cellOf(reference, first));
        const back = cpu(repetitions(...first), cellOf(reference, second));
        expect((there?.low ?? 0) * (back?.high ?? 0)).toBeCloseTo(1, 8);
      }),
    );
  });
});

describe('the chance of a false alarm', () => {
  test('is one in a hundred for all intervals of the run together, and rows without one take no share', () => {
    const cells = [
      cellOf(reference, around(1000)),
      cellOf('node/streams', around(1100)),
      cellOf('python/coroutines', around(1200)),
      cellOf('python/protocols', [1, 2, null, null, null, null]),
      cellOf('python/callbacks', around(1000), { verdict: 'divergent' }),
    ];
    const { comparisons, intervals } = compareSubjects({ cells, scenarios: [sampleView], reference });
    expect([comparisons.length, intervals]).toEqual([8, 4]);
    const levelOf = (which: boolean) =>
      new Set(comparisons.filter(({ primary }) => primary === which).map(({ level }) => level));
    expect([levelOf(true), levelOf(false)]).toEqual([new Set([1 - 0.008 / 2]), new Set([1 - 0.002 / 2])]);
  });

  test('makes the same pairs less certain where there are more rows', () => {
    const subject = (set: string): Cell =>
      cellOf(
        'node/streams',
        around(1000).map((value) => value * 1.012),
        { set },
      );
    // Four rows would lend each other degrees of freedom.
    const widthAmong = (count: number): number => {
      const cells = Array.from({ length: count }, (_, i) => [
        cellOf(reference, [...around(1000)].reverse(), { set: `s${i}` }),
        subject(`s${i}`),
      ]).flat();
      const [row] = compareSubjects({ cells, scenarios: [sampleView], reference }).comparisons;
      return (row?.high ?? 0) - (row?.low ?? 0);
    };
    expect(widthAmong(3)).toBeGreaterThan(1.2 * widthAmong(1));
  });
});

describe('the A/A check', () => {
  const control = (factor: number, over: Partial<Cell> = {}): Cell =>
    cellOf(
      reference,
      around(1000).map((value) => value * factor),
      { side: 'control', ...over },
    );
  const cells = (...more: readonly Cell[]): Cell[] => [
    cellOf(reference, around(1000)),
    cellOf('python/coroutines', around(1200)),
    ...more,
  ];
  const compared = (...more: readonly Cell[]) =>
    compareSubjects({ cells: cells(...more), scenarios: [sampleView], reference });

  test('that is kept changes nothing, and is no comparison of its own', () => {
    const { comparisons, aaChecks } = compared(control(1.001));
    expect(comparisons.map(({ metric, subject, verdict }) => [metric, subject, verdict])).toEqual(
      compared().comparisons.map(({ metric, subject, verdict }) => [metric, subject, verdict]),
    );
    expect(aaChecks.distrust).toBeNull();
    expect(aaChecks.aaChecks.map(({ metric, pairs }) => [metric, pairs])).toEqual([
      ['cpu', 6],
      ['p50', 6],
    ]);
  });

  test('that is off makes its rows unclear, keeps their numbers and says why', () => {
    const { comparisons } = compared(control(1.1));
    const [row] = comparisons;
    expect(row).toMatchObject({ metric: 'cpu', verdict: 'unclear', reason: expect.stringContaining('A/A') });
    // Against the middle of the reference and its control.
    expect(row?.estimate).toBeCloseTo(1.2 / Math.sqrt(1.1), 2);
  });
});

describe('differences', () => {
  test('are judged in the unit of the metric, also around zero', () => {
    const base = cellOf(reference, [-50, 0, 50, 20, -20, 0]);
    const moved = (by: number): Cell => repetitions(...[-50, 0, 50, 20, -20, 0].map((value) => value + by));
    expect(p50(moved(500), base)).toMatchObject({ verdict: 'slower', estimate: 500 });
    expect(p50(moved(-500), base)).toMatchObject({ verdict: 'faster', estimate: -500 });
    expect(p50(moved(90), base)).toMatchObject({ verdict: 'same', detectable: 100 });
    expect(p50(repetitions(9000, -9000, 400, -400, 0, 7), base)).toMatchObject({ verdict: 'unclear' });
  });
});

describe('pairs', () => {
  test('are made of the same repetition; fewer than three are unclear with the reason', () => {
    const few = cpu(repetitions(null, 1000, null, null, 1000, null));
    expect(few).toMatchObject({ verdict: 'unclear', pairs: 2, estimate: null, low: null });
    expect(few?.reason).toContain('2 pairs');
    expect(cpu(cellOf('python/coroutines', [], { measurements: [] }))).toMatchObject({
      verdict: 'unclear',
      pairs: 0,
    });
    expect(cpu(repetitions(0, -1, 1000, 1000, 1000, 1000))).toMatchObject({ pairs: 4 });
  });
});

describe('cells that cannot be compared', () => {
  test('have no number, whichever side it is', () => {
    const standings = {
      divergent: 'diverges',
      'known-divergence': 'diverges, as is known',
      'stale-divergence': 'no longer shows its known divergence',
      inconclusive: 'has no numbers',
      failed: 'was not proved in every invocation',
    } as const;
    for (const verdict of Object.keys(standings) as (keyof typeof standings)[]) {
      const bad = cellOf('python/coroutines', around(1000), { verdict, reason: 'why' });
      const row = {
        verdict: 'not-comparable',
        estimate: null,
        low: null,
        high: null,
        detectable: null,
        pairs: 0,
      };
      expect(cpu(bad)).toMatchObject({ ...row, reason: `python/coroutines ${standings[verdict]}: why` });
      expect(cpu(repetitions(...around(1000)), cellOf(reference, around(1000), { verdict }))).toMatchObject(
        row,
      );
    }
  });

  test('include those without a reference; a cell of its runtime stands in for it', () => {
    expect(cpu(repetitions(...around(1)), cellOf('deno/promises', around(1)))?.reason).toBe(
      'node/promises was not run here',
    );
    expect(cpu(repetitions(...around(1)), cellOf('node/callbacks', around(1)))).toMatchObject({
      reference: 'node/callbacks',
      verdict: 'same',
    });
  });

  test('are none where the reference diverges as is known: the first equivalent subject is the reference instead', () => {
    const known = { verdict: 'known-divergence', reason: 'lists' } as const;
    const cells = [
      cellOf(reference, around(1), known),
      cellOf('node/callbacks', around(1), known),
      repetitions(...around(1)),
      cellOf('python/generators', around(1)),
    ];
    const rows = compareSubjects({ cells, scenarios: [sampleView], reference }).comparisons;
    const ofCpu = rows.filter(({ metric }) => metric === 'cpu');
    expect(ofCpu.map((row) => [row.subject, row.reference, row.verdict])).toEqual([
      [reference, 'python/coroutines', 'not-comparable'],
      ['node/callbacks', 'python/coroutines', 'not-comparable'],
      ['python/generators', 'python/coroutines', 'same'],
    ]);
    expect(ofCpu[0]?.reason).toBe('node/promises diverges, as is known: lists');
    const alone = compareSubjects({
      cells: cells.slice(0, 2),
      scenarios: [sampleView],
      reference,
    }).comparisons;
    expect(alone[0]).toMatchObject({ subject: 'node/callbacks', reference, verdict: 'not-comparable' });
  });

  test('are not shown where a style was never to be run, and the next cell of its runtime is the reference', () => {
    const never = { verdict: 'unsupported', reason: 'no such interface' } as const;
    expect(cpu(cellOf('python/protocols', around(1), never))).toBeUndefined();
    const cells = [
      cellOf(reference, around(1), never),
      cellOf('node/callbacks', around(1)),
      repetitions(...around(1)),
    ];
    const [row] = compareSubjects({ cells, scenarios: [sampleView], reference }).comparisons;
    expect(row).toMatchObject({ reference: 'node/callbacks', verdict: 'same' });
  });

  test('are none of the reference itself and of the base side', () => {
    const cells = [cellOf(reference, around(1)), cellOf('python/threads', around(1), { side: 'base' })];
    expect(compareSubjects({ cells, scenarios: [sampleView], reference }).comparisons).toEqual([]);
  });
});
