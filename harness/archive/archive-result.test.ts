// What the store keeps of a result: every proved number, and no number without a proof.
import { expect, test } from 'vitest';
import { sampleResult } from '../../reports/testing/sample-result.ts';
import type { Cell } from '../contract/result.ts';
import { archiveResult, rounded } from './archive-result.ts';

const result = sampleResult();
const failed = (cell: Cell): Cell => ({ ...cell, verdict: 'failed', proof: null, measurements: [] });
const { run, suite, machine } = archiveResult(result);

test('each metric of each cell of the head has a row, and the columns are as long', () => {
  const metrics = new Map(result.scenarios.map(({ id, metrics: all }) => [id, all.length]));
  const wanted = result.cells
    .filter(({ side, verdict }) => side === 'head' && verdict !== 'unsupported')
    .reduce((sum, { scenario }) => sum + (metrics.get(scenario) ?? 0), 0);
  expect(suite.rows).toHaveLength(wanted);
  for (const column of [run.value, run.count, run.deviation, run.estimate, run.estimateLow, run.estimateHigh])
    expect(column).toHaveLength(wanted);
  expect(new Set(suite.rows.map((row) => JSON.stringify(row))).size).toBe(wanted);
});

test('a value is that of the cell to five digits, and a cell without a proof has none', () => {
  let compared = 0;
  for (const [i, row] of suite.rows.entries()) {
    const cell = result.cells.find(
      ({ side, scenario, set, subject }) =>
        side === 'head' && scenario === row.benchmark && set === row.set && subject === row.subject,
    );
    const measured = cell?.measurements.find(({ metric }) => metric === row.metric);
    const value = run.value[i] ?? null;
    if (cell?.proof === null || measured === undefined) expect(value).toBeNull();
    else {
      expect(Math.abs((value ?? 0) - measured.value)).toBeLessThanOrEqual(Math.abs(measured.value) * 5e-5);
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(10);
});

test('comparisons stand in the row of their subject', () => {
  const kept = run.estimate?.filter((estimate) => estimate !== null).length;
  const head = new Set(
    suite.rows.map(({ benchmark, set, subject, metric }) => [benchmark, set, subject, metric].join()),
  );
  const wanted = result.comparisons.filter(
    ({ scenario, set, subject, metric, estimate }) =>
      estimate !== null && head.has([scenario, set, subject, metric].join()),
  );
  expect(kept).toBe(wanted.length);
  expect(kept).toBeGreaterThan(5);
});

test('what ran and where is kept, and the rows are the same when a cell has failed', () => {
  expect(run).toMatchObject({ id: result.run.id, commit: result.run.commit, exitCode: result.exit.code });
  expect(machine?.cpuModel).toBe(result.environment.cpuModel);
  const without = archiveResult({
    ...result,
    cells: result.cells.map(failed),
  });
  const all = new Set(without.suite.rows.map((row) => JSON.stringify(row)));
  expect(suite.rows.every((row) => all.has(JSON.stringify(row)))).toBe(true);
  expect(without.run.value.every((value) => value === null)).toBe(true);
  expect(without.run.whole).toBe(false);
});

test.each([
  [123456.7, 5, 123460],
  [0.000123456, 4, 0.0001235],
  [Number.NaN, 5, null],
  [undefined, 5, null],
  [Number.MAX_VALUE, 4, null],
])('of %d with %d digits is kept %d', (value, digits, kept) => {
  expect(rounded(value, digits)).toBe(kept);
});
