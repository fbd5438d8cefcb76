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

const close = [0.1, 0.101, 0.099, 0.1, 0.1005, 0.0995];
const aroundTwo = (low: number, high: number): number[] => [
  low,
  high,
  low + 0.001,
  high + 0.001,
  low - 0.001,
  high,
];

test('nothing stands against pairs with one middle, whatever values their processes have', () => {
  const modes = [
    { value: 1000, share: 0.5 },
    { value: 1130, share: 0.5 },
  ];
  expect(reservationOf(cpu, [cell(), cell()], narrow, close)).toBeNull();
  expect(reservationOf(cpu, [cell({ modes }), cell({ modes })], narrow, close)).toBeNull();
});

test('pairs around two values are called only where both say the same, and only in a primary metric', () => {
  const cells = [cell(), cell()] as const;
  expect(reservationOf(cpu, cells, narrow, aroundTwo(0.001, 0.13))).toBe(
    'bimodal: 1.00× in 50 % of the pairs, 1.14× in 50 % of the pairs',
  );
  expect(reservationOf(cpu, cells, narrow, aroundTwo(-0.1, 0.13))).toContain('bimodal');
  expect(reservationOf(cpu, cells, narrow, aroundTwo(0.2, 0.33))).toBeNull();
  expect(reservationOf(cpu, cells, narrow, aroundTwo(-0.33, -0.2))).toBeNull();
  expect(reservationOf({ ...cpu, primary: false }, cells, narrow, aroundTwo(0.001, 0.13))).toBeNull();
});

test('a tail needs a thousand samples in each invocation and a bound below ten percent', () => {
  expect(reservationOf(p99, [sampled(6000), sampled(5000)], narrow, close)).toContain('1000 are needed');
  expect(reservationOf(p99, [sampled(6000), sampled(6000)], wide, close)).toContain('10 %');
  expect(reservationOf(p99, [sampled(6000), sampled(6000)], narrow, close)).toBeNull();
});

test('slices and whole rounds are not put side by side', () => {
  expect(mismatchOf(cell({ sampling: 'sliced', side: 'base' }), cell({ sampling: 'plain' }))).toBe(
    'the base of python/coroutines was measured sliced and python/coroutines was measured plain: a runner without slices cannot be compared with one that has them',
  );
  expect(mismatchOf(cell({ sampling: 'sliced' }), cell({ sampling: 'sliced' }))).toBeNull();
  expect(mismatchOf(cell(), cell({ sampling: 'plain' }))).toBeNull();
});
