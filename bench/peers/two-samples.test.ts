// The t tests of the peers against published numbers and against pyperf's own function.
import { expect, test } from 'vitest';
import { pooled, welch } from './two-samples.ts';

/** Student's sleep data, as R ships them. */
const FIRST = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const SECOND = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

test('Welch on the sleep data is what R prints', () => {
  const { t, degreesOfFreedom, p } = welch(FIRST, SECOND);
  expect(t).toBeCloseTo(1.8608, 4);
  expect(degreesOfFreedom).toBeCloseTo(17.776, 3);
  expect(p).toBeCloseTo(0.07939, 5);
});

test('Student with one variance on the sleep data is what R prints', () => {
  const { t, degreesOfFreedom, p } = pooled(FIRST, SECOND);
  expect(t).toBeCloseTo(1.8608, 4);
  expect(degreesOfFreedom).toBe(18);
  expect(p).toBeCloseTo(0.07919, 5);
});

test('Student has the t of pyperf 2.10, which counts the other way round', () => {
  const a = [100, 101, 103, 99, 98, 102];
  expect(pooled(a, [104, 105, 103, 106, 102, 107]).t).toBeCloseTo(3.7032803990902057, 12);
  expect(
    pooled(
      a,
      a.map((value) => value + 1),
    ).t,
  ).toBeCloseTo(0.9258200997725514, 12);
});

test('values without any spread are refused: no test can say anything', () => {
  expect(() => welch([1, 1], [2, 2])).toThrow(RangeError);
  expect(() => pooled([1, 1], [2, 2])).toThrow(RangeError);
});
