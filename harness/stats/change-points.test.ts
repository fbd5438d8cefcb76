// Histories with a step, a bump, a ramp, a spike and with nothing at all.
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { changePoints, criticalDeviate } from './change-points.ts';
import { drawn, seededNormals, seededUniforms } from '../testing/seeded-normals.ts';

const SPREAD = 0.01;
const TRIALS = 400;

/** Trials of a course with normal scatter about it. */
function histories(seed: number, length: number, level: (commit: number) => number): number[][] {
  const normal = seededNormals(seed);
  return drawn(TRIALS, () => drawn(length, (commit) => level(commit) + SPREAD * normal()));
}

const alarms = (trials: readonly (readonly number[])[]): number =>
  trials.filter((values) => changePoints(values).length > 0).length;

/** Histories in which one change was found, and no further from the truth than this. */
const located = (trials: readonly (readonly number[])[], truth: number, within: number): number =>
  trials.filter((values) => {
    const [first, ...rest] = changePoints(values);
    return first !== undefined && rest.length === 0 && Math.abs(first.at - truth) <= within;
  }).length;

test('a step of 2 % at commit 20 of 40 is called in 98 of a hundred, and with its size', () => {
  const found = histories(1, 40, (commit) => (commit < 20 ? 0 : 0.02)).map((values) => changePoints(values));
  expect(found.filter((points) => points.length > 0).length).toBeGreaterThanOrEqual(0.98 * TRIALS);
  const steps = found.flatMap(([first]) => (first === undefined ? [] : [first.step]));
  expect(steps.reduce((sum, step) => sum + step, 0) / steps.length).toBeCloseTo(0.02, 2);
});

test('it is located as well as its scatter allows: in nine of ten within two commits, or within one at 2.5 %', () => {
  const step = histories(2, 40, (commit) => (commit < 20 ? 0 : 0.02));
  // Who knew both levels would place it within one commit in 87 of a hundred.
  expect(located(step, 20, 1)).toBeGreaterThanOrEqual(0.8 * TRIALS);
  expect(located(step, 20, 2)).toBeGreaterThanOrEqual(0.88 * TRIALS);
  const quieter = histories(3, 40, (commit) => (commit < 20 ? 0 : 0.025));
  expect(located(quieter, 20, 1)).toBeGreaterThanOrEqual(0.9 * TRIALS);
});

test('flat histories raise an alarm in no more than two of a hundred, of any length', () => {
  for (const [seed, length] of [8, 20, 40, 100].entries())
    expect(alarms(histories(seed, length, () => 0))).toBeLessThanOrEqual(0.02 * TRIALS);
});

test('flat histories with more scatter than the smallest step do so no more often, with heavy tails little more', () => {
  const normal = seededNormals(8);
  expect(alarms(drawn(TRIALS, () => drawn(40, () => 0.1 * normal())))).toBeLessThanOrEqual(0.02 * TRIALS);
  const uniform = seededUniforms(9);
  const heavy = drawn(TRIALS, () =>
    drawn(40, () => 0.02 * (uniform() < 0.5 ? -1 : 1) * Math.log(1 / uniform())),
  );
  expect(alarms(heavy)).toBeLessThanOrEqual(0.03 * TRIALS);
});

test('one bad commit is no change point, however bad, wherever it stands', () => {
  for (const size of [0.03, 0.2, 3])
    for (const length of [40, 100])
      for (const at of [0, 3, 20, length - 4, length - 1]) {
        const spiked = histories(at, length, (commit) => (commit === at ? size : 0)).slice(0, 60);
        expect([size, length, at, alarms(spiked) <= 3]).toEqual([size, length, at, true]);
      }
});

test('one bad commit does not hide a step elsewhere', () => {
  const trials = histories(4, 40, (commit) => (commit < 20 ? 0 : 0.03) + (commit === 8 ? 1 : 0));
  const right = trials.filter((values) => {
    const found = changePoints(values);
    return found.length === 1 && Math.abs((found[0]?.at ?? 0) - 20) <= 1;
  });
  expect(right.length).toBeGreaterThan(0.9 * TRIALS);
});

test('a bump that was taken back is two changes of opposite sign', () => {
  const trials = histories(5, 60, (commit) => (commit >= 20 && commit < 35 ? 0.03 : 0));
  const right = trials.filter((values) => {
    const [up, down, ...rest] = changePoints(values);
    if (up === undefined || down === undefined || rest.length > 0) return false;
    return Math.abs(up.at - 20) <= 1 && up.step > 0 && Math.abs(down.at - 35) <= 1 && down.step < 0;
  });
  expect(right.length).toBeGreaterThan(0.9 * TRIALS);
});

test('a ramp comes out as steps of its own direction that lie on it', () => {
  const trials = histories(6, 60, (commit) => 0.06 * Math.min(1, Math.max(0, (commit - 20) / 20)));
  const right = trials.filter((values) => {
    const found = changePoints(values);
    const onIt = found.every(({ at, step }) => step > 0 && at >= 18 && at <= 42);
    return onIt && found.length > 0;
  });
  expect(right.length).toBeGreaterThan(0.95 * TRIALS);
});

test('a step below the smallest one worth a word is left out, however sure it is', () => {
  const values = drawn(60, (commit) => (commit < 30 ? 0 : 0.008) + 0.0005 * (commit % 3));
  expect(changePoints(values)).toEqual([]);
  expect(changePoints(values, 0.005)).toMatchObject([{ at: 30 }]);
});

test('without any scatter a step is exact, and equal values have none', () => {
  expect(changePoints([...drawn(6, () => 1), ...drawn(6, () => 2)])).toEqual([
    { at: 6, step: 1, before: 1, after: 2 },
  ]);
  expect(changePoints(drawn(50, () => 1))).toEqual([]);
  expect(changePoints([])).toEqual([]);
  expect(changePoints([0, 0, 0, 5, 5, 5, 5])).toEqual([]);
  expect(() => changePoints([1, Number.NaN])).toThrow(RangeError);
});

test('no two changes are nearer than four values, and turning the signs turns the steps', () => {
  const list = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 40 });
  fc.assert(
    fc.property(list, (values) => {
      const found = changePoints(values);
      const edges = [0, ...found.map(({ at }) => at), values.length];
      for (const [i, edge] of edges.slice(1).entries())
        if (found.length > 0) expect(edge - (edges[i] ?? 0)).toBeGreaterThanOrEqual(4);
      const turned = changePoints(values.map((value) => -value));
      expect(turned.map(({ at }) => at)).toEqual(found.map(({ at }) => at));
    }),
  );
});

test('the critical values are those of the script; between and beyond the rows they are larger', () => {
  const { critical } = JSON.parse(
    readFileSync(new URL('vectors/change-points.json', import.meta.url), 'utf8'),
  ) as { readonly critical: readonly (readonly [number, number])[] };
  for (const [n, deviate] of critical) expect([n, criticalDeviate(n)]).toEqual([n, deviate]);
  expect(criticalDeviate(8)).toBeCloseTo(2.576, 2);
  expect(criticalDeviate(13)).toBe(3.115);
  expect(criticalDeviate(4000)).toBeCloseTo(4.631 + 0.4, 9);
});
