// Rows that are shown and not called: bimodal cells, and tails that too few samples reach.
import { expect, test } from 'vitest';
import type { Cell } from '../contract/result.ts';
import { pairedInterval } from '../stats/paired-interval.ts';
import { mismatchOf, reservationOf } from './reservations.ts';
import { around, cellOf, sampleView } from '../testing/sample-run.ts';
import type { ScaledMetric } from './scale.ts';

const [cpu] = sampleView.metrics;
if (cpu === undefined) throw new Error('the sample has no metric');
const p99: ScaledMetric = { ...cpu, id: 'p99', primary: false };
const narrow = pairedInterval([0.1, 0.101, 0.099, 0.1, 0.1005, 0.0995], 0.99);
const wide = pairedInterval([0.1, 0.4, -0.3, 0.2, 0, 0.1], 0.99);
const cell = (over: Partial<Cell> = {}): Cell => cellOf('python/coroutines', around(1000), over);
const sampled = (samples: number): Cell =>
  cell({ curve: { kind: 'latency', samples, early: 0, points: [] } });

test('nothing stands against two cells with one middle each', () => {
  expect(reservationOf(cpu, [cell(), cell({ modes: [{ value: 1000, share: 1 }] })], narrow)).toBeNull();
});

test('a cell around two values is not called in a primary metric', () => {
  const modes = [
    { value: 1000, share: 0.5 },
    { value: 1130, share: 0.5 },
  ];
  expect(reservationOf(cpu, [cell(), cell({ modes })], narrow)).toContain('bimodal');
  expect(reservationOf({ ...cpu, primary: false }, [cell(), cell({ modes })], narrow)).toBeNull();
});

test('a tail needs a thousand samples in each invocation and a bound below ten percent', () => {
  expect(reservationOf(p99, [sampled(6000), sampled(5000)], narrow)).toContain('1000 are needed');
  expect(reservationOf(p99, [sampled(6000), sampled(6000)], wide)).toContain('10 %');
  expect(reservationOf(p99, [sampled(6000), sampled(6000)], narrow)).toBeNull();
});

test('slices and whole rounds are not put side by side', () => {
  expect(mismatchOf(cell({ sampling: 'sliced', side: 'base' }), cell({ sampling: 'plain' }))).toBe(
    'the base of python/coroutines was measured sliced and python/coroutines was measured plain: a runner without slices cannot be compared with one that has them',
  );
  expect(mismatchOf(cell({ sampling: 'sliced' }), cell({ sampling: 'sliced' }))).toBeNull();
  expect(mismatchOf(cell(), cell({ sampling: 'plain' }))).toBeNull();
});
