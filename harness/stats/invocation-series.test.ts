// How one invocation went on: slices before samples before rounds, short, and never a point made of two kinds.
import { expect, test } from 'vitest';
import { scenario as turn } from '../../scenarios/dispatch/turn/scenario.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { sliceRecord } from '../testing/slice-record.ts';
import { valuesOfSlices } from '../testing/slice-values.ts';
import { invocationSeries, invocationSteadiness } from './invocation-series.ts';
import type { SliceValues } from './slice-values.ts';

const NO_SAMPLES = new Float64Array();

function sliced(
  wallNs: readonly number[],
  asked: readonly number[],
  warmup: number,
): [InvocationRecord, SliceValues] {
  const slices = sliceRecord({ warmup, operations: 10, asked, turnNs: wallNs });
  const series = { wallNs, cpuNs: wallNs, cpuEndNs: null, operations: 10 };
  return [invocationRecord({ slices }), valuesOfSlices(series, warmup)];
}

test('slices are shown per operation of their size, whatever was injected into them', () => {
  const [record, values] = sliced([100, 400, 1000, 1234.567], [10, 10, 10, 12], 2);
  expect(invocationSeries(record, values, Float64Array.of(1, 2))).toEqual({
    of: 'slice',
    points: [10, 40, 100, 123.5],
    warmup: 2,
  });
});

test('a long course is thinned to 120 points at the most', () => {
  const wall = Array.from({ length: 1000 }, (_, i) => 1000 + i);
  const [record, values] = sliced(
    wall,
    wall.map(() => 10),
    700,
  );
  const series = invocationSeries(record, values, NO_SAMPLES);
  expect(series?.points.length).toBeLessThanOrEqual(120);
  expect(series?.points.length).toBeGreaterThan(100);
});

test('without slices samples are shown in the order in which they were taken', () => {
  expect(invocationSeries(invocationRecord(), null, Float64Array.of(3, -1, 2))).toEqual({
    of: 'sample',
    points: [3, -1, 2],
    warmup: 0,
  });
});

test('without samples rounds are shown, the warm-up first and the traced one not at all', () => {
  const round = (purpose: RoundRecord['purpose'], wallNs: number, operations = 10): RoundRecord => ({
    purpose,
    operations,
    round: 0,
    record: 'digest',
    startNs: 0,
    endNs: wallNs,
    sentNs: 0,
    receivedNs: 0,
    counts: {},
    digests: [],
    samples: null,
    events: null,
    witness: null,
    resources: {
      userCpuNs: 0,
      systemCpuNs: 0,
      voluntarySwitches: 0,
      involuntarySwitches: 0,
      peakResidentBytes: 0,
      runNs: null,
      waitNs: null,
      gcPauseNs: null,
    },
  });
  const rounds = [
    round('traced', 9000),
    round('warmup', 500),
    round('measured', 300),
    round('measured', 1, 0),
  ];
  expect(invocationSeries(invocationRecord({ rounds }), null, NO_SAMPLES)).toEqual({
    of: 'round',
    points: [50, 30],
    warmup: 1,
  });
  expect(invocationSeries(invocationRecord(), null, NO_SAMPLES)).toBe(null);
});

test('a process that becomes slower is told from one that keeps its level', () => {
  const of = (valueOf: (i: number) => number) => {
    const wall = Array.from({ length: 60 }, (_, i) => valueOf(i));
    return invocationSteadiness(
      sliced(
        wall,
        wall.map(() => 10),
        0,
      )[1],
      turn,
    );
  };
  expect(of((i) => 1000 + (i % 3))).toBe('flat');
  expect(of((i) => 1000 + 10 * i)).toBe('slowdown');
  expect(of(() => 0)).toBe(null);
  expect(invocationSteadiness(null, turn)).toBe(null);
});
