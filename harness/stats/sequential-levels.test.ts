// The table of levels against a coarse simulation of its own, and what is asked of it that it does not have.
import { expect, test } from 'vitest';
import { lookLevel } from './sequential-levels.ts';
import { SEQUENTIAL_TABLE } from './sequential-table.ts';
import { simulateLevels } from './simulate-levels.ts';

const { schedule } = SEQUENTIAL_TABLE;

test('a coarse simulation with another seed finds the levels of the table', () => {
  const replicates = 20_000;
  const found = simulateLevels({ schedule, totals: [0.01, 0.05], replicates, seed: 4711 });
  for (const test of ['t', 'trim25'] as const)
    for (const { total, first, alone } of found[test]) {
      const row = SEQUENTIAL_TABLE[test].find((entry) => entry.total === total);
      // Errors are counted: their spread is that of a binomial count. Four of them.
      const tolerance = 4 * Math.sqrt((1 - total) / (total * replicates));
      for (const [index] of schedule.entries()) {
        expect(Math.abs((first[index] ?? 0) / (row?.first[index] ?? 0) - 1)).toBeLessThan(tolerance * 1.3);
        expect(Math.abs((alone[index] ?? 0) / (row?.alone[index] ?? 0) - 1)).toBeLessThan(tolerance * 1.3);
      }
    }
});

test("the table is of many replicates, and one look of Student's test has the total as its level", () => {
  expect(SEQUENTIAL_TABLE.replicates).toBeGreaterThanOrEqual(400_000);
  for (const { total, alone } of SEQUENTIAL_TABLE.t)
    for (const level of alone) expect(Math.abs(level / total - 1)).toBeLessThan(0.03);
});

test('more looks ask for stricter levels', () => {
  for (const test of ['t', 'trim25'] as const)
    for (const { first, total } of SEQUENTIAL_TABLE[test]) {
      expect([...first]).toEqual([...first].sort((a, b) => b - a));
      expect(Math.max(...first)).toBeLessThanOrEqual(total);
    }
});

test('it knows the schedule, its beginnings, single looks of it, and any single look of Student', () => {
  expect(lookLevel({ test: 't', total: 0.01, looks: schedule })).toBeCloseTo(0.0018, 4);
  expect(lookLevel({ test: 't', total: 0.05, looks: schedule })).toBeCloseTo(0.0104, 3);
  expect(lookLevel({ test: 'trim25', total: 0.01, looks: schedule })).toBeCloseTo(0.00105, 4);
  expect(lookLevel({ test: 'trim25', total: 0.05, looks: schedule })).toBeCloseTo(0.0074, 3);
  expect(lookLevel({ test: 't', total: 0.01, looks: [6, 8] })).toBe(SEQUENTIAL_TABLE.t[0].first[1]);
  expect(lookLevel({ test: 'trim25', total: 0.05, looks: [48] })).toBe(SEQUENTIAL_TABLE.trim25[1].alone[7]);
  expect(lookLevel({ test: 't', total: 0.05, looks: [17] })).toBe(0.05);
});

test.each([
  ['another total', { test: 't', total: 0.02, looks: [6, 8] }],
  ['other looks', { test: 't', total: 0.01, looks: [6, 9] }],
  ['looks from the middle', { test: 't', total: 0.01, looks: [8, 11] }],
  ['a look too many', { test: 't', total: 0.01, looks: [...schedule, 60] }],
  ['no look', { test: 't', total: 0.01, looks: [] }],
  ['a trimmed look elsewhere', { test: 'trim25', total: 0.01, looks: [17] }],
] as const)('for %s it has no level and says so', (_, plan) => {
  expect(() => lookLevel(plan)).toThrow(RangeError);
});
