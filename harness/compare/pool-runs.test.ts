// Pooling whole runs: rows by their names, in any order of machines, and what is no replica by its name.
import { expect, test } from 'vitest';
import { around, cellOf, runOf } from '../testing/sample-run.ts';
import type { RunResult } from '../contract/result.ts';
import { compareSubjects } from './compare-subjects.ts';
import { poolRuns } from './pool-runs.ts';
import { replicaTroubles } from './replicas.ts';

function machine(id: string, factor: number): RunResult {
  const run = runOf([
    cellOf('node/promises', around(1000)),
    cellOf('python/coroutines', around(1000 * factor)),
  ]);
  const { comparisons } = compareSubjects({ ...run, reference: 'node/promises' });
  return { ...run, run: { ...run.run, id }, comparisons: [...comparisons] };
}

const named = (...results: readonly RunResult[]) => results.map((result, i) => ({ path: `m${i}`, result }));

test('machines that differ make the interval wide, and their spread is told', () => {
  const results = [1.5, 2, 2.7].map((factor, i) => machine(`r${i}`, factor));
  const { rows, runs } = poolRuns(results);
  const row = rows.find(({ metric }) => metric === 'cpu');
  expect(runs.map(({ run }) => run)).toEqual(['r0', 'r1', 'r2']);
  expect(row?.estimate ?? 0).toBeCloseTo((1.5 * 2 * 2.7) ** (1 / 3), 1);
  expect(row?.between ?? 0).toBeGreaterThan(0.2);
  expect(row?.low ?? 9).toBeLessThan(1.5);
  expect(poolRuns(results.toReversed())).toEqual(poolRuns(results));
});

test('machines that agree have next to no spread', () => {
  const row = poolRuns(['a', 'b', 'c'].map((id) => machine(id, 2))).rows.find(
    ({ metric }) => metric === 'cpu',
  );
  expect(row?.between).toBe(0);
  expect(row?.estimate ?? 0).toBeCloseTo(2, 2);
});

test('what is no replica is named', () => {
  const run = machine('a', 2);
  const codes = (...results: readonly RunResult[]) =>
    replicaTroubles(named(...results)).map(({ code }) => code);
  expect(codes(run, machine('b', 2))).toEqual([]);
  expect(codes(run)).toEqual(['EL3204']);
  expect(codes(run, run)).toEqual(['EL3202']);
  expect(codes(run, { ...machine('b', 2), scenarios: runOf([], { version: 2 }).scenarios })).toEqual([
    'EL3203',
  ]);
  expect(codes(run, { ...machine('b', 2), comparisons: run.comparisons.slice(1) })).toEqual(['EL3204']);
});
