// Pairs out of slices: rounds are set against each other that really were neighbours, and nothing is made of nothing.
import { describe, expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import type { Side } from '../../contract/invocation.ts';
import type { Cell } from '../../contract/result.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { SliceValues } from '../../stats/slice-values.ts';
import { cellOf, sampleView } from '../../testing/sample-run.ts';
import { fakeStep } from '../../testing/fake-runtime.ts';
import { invocationRecord } from '../../testing/invocation-record.ts';
import { valuesOfSlices } from '../../testing/slice-values.ts';
import type { CellEntry, Inspected, Ledger } from './ledger.ts';
import { alignedContrast, contrastsOf } from './slice-contrasts.ts';

interface Shape {
  readonly operations?: number;
  readonly factor?: number;
  readonly cpuFactor?: number;
  readonly warmup?: number;
  readonly changes?: Partial<SliceValues>;
}

/** Warm-up of three slices, then measured ones whose cost goes up and down with the machine. */
function slices(shape: Shape = {}): SliceValues {
  const { operations = 10, factor = 1, cpuFactor = 1, warmup = 3, changes } = shape;
  const wallNs = [9, 7, 5, 1, 3, 1, 2, 6, 1].map((load) => load * 1e5 * operations * factor);
  const cpuNs = wallNs.map((ns) => ns * cpuFactor);
  let total = 0;
  const cpuEndNs = cpuNs.map((ns) => (total += ns));
  return valuesOfSlices({ wallNs, cpuNs, cpuEndNs, operations }, warmup, changes);
}

describe('two processes', () => {
  test('that were slowed by the same machine differ by their own factor alone', () => {
    const contrast = alignedContrast(slices(), slices({ factor: 1.2 }));
    expect(contrast?.wallMedian).toBeCloseTo(Math.log(1.2), 12);
    expect(contrast?.cpuTotal).toBeCloseTo(Math.log(1.2), 12);
    expect(contrast?.slices).toBe(6);
  });

  test('are compared as they were measured: what a slice costs beside its operations is the same for two builds', () => {
    const shared = { changes: { fixedShare: 0.2, coldNs: 5000 } };
    const contrast = alignedContrast(slices(shared), slices({ ...shared, factor: 1.2 }));
    expect(contrast).toEqual(alignedContrast(slices(), slices({ factor: 1.2 })));
  });

  test('without a warm-up have no beginning of their CPU in all', () => {
    const [a, b] = [slices({ warmup: 0 }), slices({ warmup: 0, factor: 2 })];
    expect(alignedContrast(a, b)).toMatchObject({ slices: 9, cpuTotal: null });
    expect(alignedContrast(a, b)?.wallMedian).toBeCloseTo(Math.log(2), 12);
  });

  test('are compared by the operation', () => {
    expect(alignedContrast(slices(), slices({ operations: 40 }))?.wallMedian).toBeCloseTo(0, 12);
  });

  test('of which one used no CPU that could be told make no pair', () => {
    expect(alignedContrast(slices(), slices({ cpuFactor: 0 }))).toBeNull();
  });
});

describe('the cells of a comparison of builds', () => {
  const metric = { better: 'lower', primary: true, minimumEffect: 0.01, unit: 'ns', scale: 'ratio' } as const;
  const scenario = (typical: 'wall' | 'cpu'): Scenario => ({
    ...sleepLoop,
    measurement: {
      kind: 'sliced',
      sizes: { operations: [10], lead: [2], short: [2], gate: [10] },
      warmup: { gate: 3, ratio: 3 },
      warmupMs: 0,
      passes: { gate: 6, ratio: 6 },
      typical,
      reason: 'A test.',
    },
    metrics: [
      { id: 'slice', title: 'slice', source: { kind: 'slice-time' }, ...metric },
      { id: 'cpu', title: 'CPU', source: { kind: 'slice-cpu' }, ...metric },
      { id: 'memory', title: 'memory', source: { kind: 'peak-resident' }, ...metric },
    ],
  });

  /** One invocation per repetition; null: it was not proved. */
  function entry(
    id: string,
    repetitions: readonly (SliceValues | null)[],
    of: Scenario,
    side: Side = 'head',
  ): CellEntry {
    const { subject, block, cell } = fakeStep();
    const inspected = repetitions.map((values, repetition): Inspected => {
      const record = invocationRecord({ id: `${id}${repetition}`, repetition });
      const judgement = {
        ok: false as const,
        failure: { code: 'EL3002', cause: '', next: '', evidence: [] } as const,
      };
      const numbers = {
        invocation: record.id,
        repetition,
        values: {},
        samples: new Float64Array(),
        rounds: [],
        slices: values,
        throughput: null,
        series: null,
        steady: null,
        cpuTime: { userNs: 0, systemNs: 0 },
      };
      return { record, judgement, values: values === null ? null : numbers };
    });
    return {
      key: { ...cell, subject: id, side },
      scenario: of,
      set: block.set,
      subject,
      planned: 1,
      inspected,
    };
  }

  const cell = (subject: string): Cell => cellOf(subject, [], { id: `${sleepLoop.id}/1ms/${subject}` });
  const view = (id: string) => ({ ...sampleView.metrics[0], ...metric, id, title: id });

  function pairs(
    id: string,
    a: readonly (SliceValues | null)[],
    b: readonly (SliceValues | null)[],
    {
      typical = 'wall',
      builds = true,
    }: { readonly typical?: 'wall' | 'cpu'; readonly builds?: boolean } = {},
  ) {
    const of = scenario(typical);
    const base = builds ? [entry('c', [], of, 'base')] : [];
    const ledger: Pick<Ledger, 'cells'> = { cells: [entry('a', a, of), entry('b', b, of), ...base] };
    return contrastsOf(ledger as Ledger, 3)(view(id), cell('a'), cell('b'));
  }

  test('give one pair for each repetition in which both were sliced', () => {
    const [first, second, third] =
      pairs('slice', [slices(), slices(), null], [slices({ factor: 2 }), null, slices()]) ?? [];
    expect(first).toBeCloseTo(Math.log(2), 12);
    expect([second, third]).toEqual([null, null]);
  });

  test('take the typical slice by its wall time, or by its CPU where the scenario says so', () => {
    const [a, b] = [[slices()], [slices({ factor: 2, cpuFactor: 0.25 })]];
    expect(pairs('slice', a, b)?.[0]).toBeCloseTo(Math.log(2), 12);
    expect(pairs('slice', a, b, { typical: 'cpu' })?.[0]).toBeCloseTo(Math.log(0.5), 12);
    expect(pairs('cpu', a, b)?.[0]).toBeCloseTo(Math.log(0.5), 12);
  });

  test('of runtimes make their pairs of values: a middle slice says nothing of what comes now and then', () => {
    const [a, b] = [[slices()], [slices({ factor: 2 })]];
    expect(pairs('slice', a, b, { builds: false })).toBeNull();
    expect(pairs('cpu', a, b, { builds: false })).toBeNull();
  });

  test('leave to their values what slices do not say, and cells that were never sliced', () => {
    expect(pairs('memory', [slices()], [slices()])).toBeNull();
    expect(pairs('slice', [null], [null])).toBeNull();
    expect(pairs('unknown', [slices()], [slices()])).toBeNull();
  });
});
