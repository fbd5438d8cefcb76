// Pooling over machines against closed forms, and by what it must not depend on.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { poolMachines } from './random-effects.ts';
import { studentQuantile } from './student-t.ts';

const machine = fc.record({
  estimate: fc.double({ min: -1, max: 1, noNaN: true }),
  standardError: fc.double({ min: 0.001, max: 1, noNaN: true }),
});
const machines = fc.array(machine, { minLength: 2, maxLength: 8 });

test('machines that agree have no spread between them, and the interval is that of their weights', () => {
  const pooled = poolMachines(
    [1, 2, 1].map((standardError) => ({ estimate: 0.5, standardError })),
    0.95,
  );
  expect(pooled.between).toBe(0);
  expect(pooled.estimate).toBeCloseTo(0.5, 12);
  expect(pooled.high - pooled.estimate).toBeCloseTo(studentQuantile(0.975, 2) / Math.sqrt(2.25), 9);
});

test('with equal errors it is the t interval of the estimates, and the spread is theirs less the errors', () => {
  const estimates = [0, 3, 6, 7];
  const pooled = poolMachines(
    estimates.map((estimate) => ({ estimate, standardError: 1 })),
    0.95,
  );
  const variance = 10;
  expect(pooled.estimate).toBeCloseTo(4, 9);
  expect(pooled.between).toBeCloseTo(Math.sqrt(variance - 1), 9);
  expect(pooled.high - 4).toBeCloseTo(studentQuantile(0.975, 3) * Math.sqrt(variance / 4), 6);
});

test('the order of machines changes nothing, and a shift of all shifts the result', () => {
  fc.assert(
    fc.property(machines, fc.double({ min: -1, max: 1, noNaN: true }), (given, shift) => {
      const pooled = poolMachines(given, 0.95);
      const again = poolMachines(given.toReversed(), 0.95);
      const moved = poolMachines(
        given.map((one) => ({ ...one, estimate: one.estimate + shift })),
        0.95,
      );
      expect(again.estimate).toBeCloseTo(pooled.estimate, 6);
      expect(again.high).toBeCloseTo(pooled.high, 5);
      expect(moved.estimate).toBeCloseTo(pooled.estimate + shift, 6);
      expect(pooled.low).toBeLessThanOrEqual(pooled.estimate);
    }),
  );
});

test('one machine is no sample of machines', () => {
  expect(() => poolMachines([{ estimate: 1, standardError: 1 }], 0.95)).toThrow('fewer than two');
});
