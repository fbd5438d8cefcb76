// The A/A checks: a machine that finds a program different from itself is not trusted, for a block or for a whole run.
import { describe, expect, test } from 'vitest';
import type { Cell, ScenarioView } from '../contract/result.ts';
import { compareSides } from './compare-sides.ts';
import { readAaChecks } from './aa-checks.ts';
import { NO_CONTRAST } from './pairs.ts';
import { around, cellOf, sampleView } from '../testing/sample-run.ts';

const OWN = 'node/promises';
const times = (factor: number): number[] => around(1000).map((value) => value * factor);

/** A cell and its A/A control in a set of its own, the control slower by a factor. */
const aaCheckOf = (set: string, factor: number, over: Partial<Cell> = {}): Cell[] => [
  cellOf(OWN, times(1), { set, ...over }),
  cellOf(OWN, times(factor), { set, side: 'control', ...over }),
];

const read = (cells: readonly Cell[], scenarios: readonly ScenarioView[] = [sampleView]) =>
  readAaChecks({ cells, scenarios, contrast: NO_CONTRAST, level: 0.99 });

describe('one A/A check', () => {
  test('that is off in one metric of one block casts doubt on that alone', () => {
    const values = around(1000);
    const control = cellOf(OWN, [], {
      side: 'control',
      measurements: [
        { metric: 'cpu', value: 0, low: 0, high: 0, repetitions: values },
        { metric: 'p50', value: 0, low: 0, high: 0, repetitions: values.map((value) => value + 500) },
      ],
    });
    const aaChecks = read([cellOf(OWN, values), control]);
    expect(aaChecks.distrustOf('timers.sample', 's', 'p50')).toContain('differs from itself');
    expect(aaChecks.distrustOf('timers.sample', 's', 'cpu')).toBeNull();
    expect(aaChecks.distrustOf('timers.sample', 'other', 'p50')).toBeNull();
    expect(aaChecks.distrust).toBeNull();
  });

  test('needs three pairs and two proofs to say anything', () => {
    const few = read([cellOf(OWN, [1, 2]), cellOf(OWN, [3, 6], { side: 'control' })]);
    expect(few.aaChecks[0]).toMatchObject({ pairs: 2, estimate: null, low: null });
    expect([few.distrustOf('timers.sample', 's', 'cpu'), few.pooled]).toEqual([null, []]);
    const [own, control] = aaCheckOf('s', 2);
    const unproved = read(
      [own, { ...control, verdict: 'inconclusive' }].flatMap((cell) => cell ?? []) as Cell[],
    );
    expect(unproved.aaChecks).toEqual([]);
  });

  test('of two builds is the baseline beside itself', () => {
    const cells = [
      cellOf(OWN, times(2)),
      cellOf(OWN, times(1), { side: 'base' }),
      cellOf(OWN, times(1), { side: 'control' }),
    ];
    expect(read(cells).aaChecks[0]?.estimate).toBeCloseTo(1, 10);
  });
});

describe('all A/A checks together', () => {
  test('have not passed where they could have been anything, and nothing is held against the run', () => {
    const wild = [0.05, 20, 1, 30, 0.04, 0.9].map((factor, i) => factor * (1000 + i));
    const [own, control] = [cellOf(OWN, around(1000)), cellOf(OWN, wild, { side: 'control' })];
    const aaChecks = read([own, control]);
    expect(aaChecks.pooled).toMatchObject([{ metric: 'cpu', kept: false, open: true }]);
    expect(aaChecks.distrust).toBeNull();
    const narrow = read(aaCheckOf('s', 1)).pooled;
    expect([narrow[0]?.kept, narrow[0]?.open]).toEqual([true, undefined]);
    const off = read(aaCheckOf('s', 1.5));
    expect([off.pooled[0]?.kept, off.pooled[0]?.open, off.distrust]).toEqual([
      false,
      undefined,
      expect.stringContaining('failed'),
    ]);
  });

  test('find what is too small for each alone, in either direction', () => {
    const scattered = [0.98, 1.06, 1.02, 1.04, 1, 1.02];
    const cells = (turn: (factor: number) => number): Cell[] =>
      Array.from({ length: 12 }, (_, i) => [
        cellOf(OWN, Array<number>(6).fill(1000), { set: `s${i}` }),
        cellOf(
          OWN,
          scattered.map((factor) => 1000 * turn(factor)),
          { set: `s${i}`, side: 'control' },
        ),
      ]).flat();
    const slow = read(cells((factor) => factor));
    expect(slow.distrustOf('timers.sample', 's0', 'cpu')).toBeNull();
    expect(slow.pooled).toMatchObject([{ metric: 'cpu', pairs: 72, kept: false }]);
    expect(slow.distrust).toMatch(/^the A\/A check of this run failed: .* gives 1\.02\d in cpu$/);
    expect(read(cells((factor) => 1 / factor)).distrust).not.toBeNull();
  });

  test('leave differences out, which have no common scale, and secondary metrics', () => {
    expect(read(aaCheckOf('s', 1)).pooled.map(({ metric }) => metric)).toEqual(['cpu']);
    const metrics = sampleView.metrics.map((metric) => Object.assign({}, metric, { primary: false }));
    expect(read(aaCheckOf('s', 2), [{ ...sampleView, metrics }]).pooled).toEqual([]);
  });

  test('are those of slices where there are any', () => {
    const sliced = aaCheckOf('fine', 1, { sampling: 'sliced' });
    const plain = aaCheckOf('coarse', 1.5, { sampling: 'plain' });
    expect(read([...sliced, ...plain]).pooled).toMatchObject([{ pairs: 6, kept: true }]);
    expect(read(plain).pooled).toMatchObject([{ pairs: 6, kept: false }]);
  });
});

describe('two builds', () => {
  const sidesOf = (subject: string, controlFactor: number): Cell[] => [
    cellOf(subject, times(1), { side: 'base' }),
    cellOf(subject, times(1.3)),
    cellOf(subject, times(controlFactor), { side: 'control' }),
  ];

  test('are inconclusive where the base differs from itself, with the numbers', () => {
    const { changes } = compareSides({ cells: sidesOf(OWN, 1.2), scenarios: [sampleView] });
    expect(changes[0]).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('A/A') });
    expect(changes[0]?.estimate).toBeCloseTo(1.3, 2);
    const { changes: kept } = compareSides({ cells: sidesOf(OWN, 1), scenarios: [sampleView] });
    expect(kept[0]).toMatchObject({ verdict: 'regression', reason: '' });
  });

  test('of each subject are held against the A/A check of that subject', () => {
    const coarse = { ...sampleView, metrics: sampleView.metrics.filter(({ id }) => id === 'p50') };
    const cells = [...sidesOf(OWN, 1), ...sidesOf('python/coroutines', 1.2)];
    const { changes } = compareSides({ cells, scenarios: [coarse] });
    expect(changes.map(({ subject, verdict }) => [subject, verdict])).toEqual([
      [OWN, 'regression'],
      ['python/coroutines', 'inconclusive'],
    ]);
  });
});
