// Pairs out of slices: rounds are set against each other that really were neighbours, and nothing is made of nothing.
import { describe, expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import type { Cell } from '../../contract/result.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { SliceValues } from '../../stats/slice-values.ts';
import { cellOf, sampleView } from '../../compare/sample-run.ts';
import { fakeStep } from '../../testing/fake-runtime.ts';
import { invocationRecord } from '../../testing/invocation-record.ts';
import type { CellEntry, Inspected, Ledger } from './ledger.ts';
import { alignedContrast, contrastsOf } from './slice-contrasts.ts';

interface Shape {
  readonly searched?: number;
  readonly operations?: number;
  readonly factor?: number;
  readonly cpuFactor?: number;
}

/** Warm-up of three slices, then measured ones whose cost goes up and down with the machine; before it, `searched` wild ones. */
function slices({ searched = 0, operations = 10, factor = 1, cpuFactor = 1 }: Shape = {}): SliceValues {
  const wild = Array.from({ length: searched }, (_, i) => 1e7 + i);
  const machine = [9, 7, 5, 1, 3, 1, 2, 6, 1].map((load) => load * 1e5 * operations);
  const wallNs = [...wild, ...machine.map((ns) => ns * factor)];
  const cpuNs = wallNs.map((ns) => ns * cpuFactor);
  let total = 0;
  const cpuEndNs = cpuNs.map((ns) => (total += ns));
  const warmup = searched + 3;
  return {
    wallNs: wallNs.slice(warmup).map((ns) => ns / operations),
    cpuNs: cpuNs.slice(warmup).map((ns) => ns / operations),
    cpuTotalNs: 1,
    warmup,
    series: { wallNs, cpuNs, cpuEndNs, operations },
  };
}

describe('two processes', () => {
  test('that were slowed by the same machine differ by their own factor alone', () => {
    const contrast = alignedContrast(slices(), slices({ factor: 1.2 }));
    expect(contrast?.wallMedian).toBeCloseTo(Math.log(1.2), 12);
    expect(contrast?.cpuTotal).toBeCloseTo(Math.log(1.2), 12);
    expect(contrast?.slices).toBe(6);
  });

  test('of which one searched for its size begin where the warm-up in common began, either way round', () => {
    const searching = slices({ searched: 60 });
    const other = slices({ factor: 1.2 });
    expect(alignedContrast(searching, other)).toEqual(alignedContrast(slices(), other));
    expect(alignedContrast(other, searching)?.wallMedian).toBeCloseTo(-Math.log(1.2), 12);
  });

  test('are compared by the operation', () => {
    expect(alignedContrast(slices(), slices({ operations: 40 }))?.wallMedian).toBeCloseTo(0, 12);
  });

  test('of which one used no CPU that could be told make no pair', () => {
    expect(alignedContrast(slices(), slices({ cpuFactor: 0 }))).toBeNull();
  });
});

describe('the cells of a run', () => {
  const metric = { better: 'lower', primary: true, minimumEffect: 0.01, unit: 'ns', scale: 'ratio' } as const;
  const scenario = (typical: 'wall' | 'cpu'): Scenario => ({
    ...sleepLoop,
    measurement: {
      kind: 'sliced',
      slice: { ms: 1 },
      warmup: { gate: 3, ratio: 3 },
      warmupMs: 0,
      slices: 6,
      typical,
      reason: 'A test.',
    },
    metrics: [
      { id: 'slice', title: 'slice', source: { kind: 'slice-median' }, ...metric },
      { id: 'cpu', title: 'CPU', source: { kind: 'slice-cpu' }, ...metric },
      { id: 'memory', title: 'memory', source: { kind: 'peak-resident' }, ...metric },
    ],
  });

  /** One invocation a unit; null: it was not proved. */
  function entry(id: string, units: readonly (SliceValues | null)[], of: Scenario): CellEntry {
    const { subject, block, cell } = fakeStep();
    const inspected = units.map((values, unit): Inspected => {
      const record = invocationRecord({ id: `${id}${unit}`, unit });
      const judgement = {
        ok: false as const,
        failure: { code: 'EL3002', cause: '', next: '', evidence: [] } as const,
      };
      const numbers = {
        invocation: record.id,
        unit,
        values: {},
        samples: new Float64Array(),
        rounds: [],
        slices: values,
        throughput: null,
        series: null,
        steady: null,
      };
      return { record, judgement, values: values === null ? null : numbers };
    });
    return { key: { ...cell, subject: id }, scenario: of, set: block.set, subject, planned: 1, inspected };
  }

  const cell = (subject: string): Cell => cellOf(subject, [], { id: `${sleepLoop.id}/1ms/${subject}` });
  const view = (id: string) => ({ ...sampleView.metrics[0], ...metric, id, title: id });

  function pairs(
    id: string,
    a: readonly (SliceValues | null)[],
    b: readonly (SliceValues | null)[],
    typical: 'wall' | 'cpu' = 'wall',
  ) {
    const of = scenario(typical);
    const ledger: Pick<Ledger, 'cells'> = { cells: [entry('a', a, of), entry('b', b, of)] };
    return contrastsOf(ledger as Ledger, 3)(view(id), cell('a'), cell('b'));
  }

  test('give one pair for each unit in which both were sliced', () => {
    const [first, second, third] =
      pairs('slice', [slices(), slices(), null], [slices({ factor: 2 }), null, slices()]) ?? [];
    expect(first).toBeCloseTo(Math.log(2), 12);
    expect([second, third]).toEqual([null, null]);
  });

  test('take the typical slice by its wall time, or by its CPU where the scenario says so', () => {
    const [a, b] = [[slices()], [slices({ factor: 2, cpuFactor: 0.25 })]];
    expect(pairs('slice', a, b)?.[0]).toBeCloseTo(Math.log(2), 12);
    expect(pairs('slice', a, b, 'cpu')?.[0]).toBeCloseTo(Math.log(0.5), 12);
    expect(pairs('cpu', a, b)?.[0]).toBeCloseTo(Math.log(0.5), 12);
  });

  test('leave to their values what slices do not say, and cells that were never sliced', () => {
    expect(pairs('memory', [slices()], [slices()])).toBeNull();
    expect(pairs('slice', [null], [null])).toBeNull();
    expect(pairs('unknown', [slices()], [slices()])).toBeNull();
  });
});
