// The table of a run: a row for each metric of each cell, with what a number means beside it.
import { expect, test } from 'vitest';
import type { RunResult } from '../../harness/contract/result.ts';
import { randomLimited, randomResult } from '../testing/random-result.ts';
import { divergentRun, wholeRun } from '../testing/stored-runs.ts';
import { csvOf } from './csv.ts';

function rowsOf(result: RunResult): Readonly<Record<string, string>>[] {
  const [head = '', ...lines] = csvOf(result).trimEnd().split('\r\n');
  const names = head.split(',');
  return lines.map((line) =>
    Object.fromEntries(line.split(',').map((field, at) => [names[at] ?? '', field])),
  );
}

test('each metric of each cell has a row, the A/A control told by its side', () => {
  const result = wholeRun();
  const rows = rowsOf(result);
  const metrics = new Map(result.scenarios.map((scenario) => [scenario.id, scenario.metrics.length]));
  expect(rows).toHaveLength(
    result.cells.reduce((sum, { scenario }) => sum + (metrics.get(scenario) ?? 0), 0),
  );
  const keys = rows.map((row) =>
    [row['scenario'], row['set'], row['subject'], row['side'], row['metric']].join(),
  );
  expect(new Set(keys).size).toBe(rows.length);
  expect(new Set(rows.map(({ side }) => side))).toEqual(new Set(['head', 'control']));
});

test('a value stands beside its unit, an estimate beside its own, its reference and its level', () => {
  const result = wholeRun();
  const rows = rowsOf(result);
  const [ratio, difference] = ['io_fanout.tcp_echo', 'timers.deadlines'].map((scenario) =>
    rows.find(
      (row) =>
        row['scenario'] === scenario && row['metric'] === 'p50' && row['subject'] === 'python/coroutines',
    ),
  );
  const compared = result.comparisons.find(
    ({ scenario, metric }) => scenario === 'io_fanout.tcp_echo' && metric === 'p50',
  );
  expect(ratio).toMatchObject({
    unit: 'ns',
    scale: 'ratio',
    estimate_unit: 'ratio',
    estimate: String(compared?.estimate),
    reference: 'node/promises',
    level: '0.99',
  });
  expect(difference).toMatchObject({ unit: 'ns', scale: 'difference', estimate_unit: 'ns' });
  const reference = rows.find(({ subject, side }) => subject === 'node/promises' && side === 'head');
  expect(reference).toMatchObject({ reference: 'node/promises', estimate: '', verdict: '', unit: 'ns' });
  expect(Number(reference?.['value'])).toBe(result.cells[0]?.measurements[0]?.value);
});

test('a cell without numbers keeps its rows, with its verdict', () => {
  const lost = rowsOf(divergentRun()).filter(({ conformance }) => conformance === 'divergent');
  expect(lost).toHaveLength(3);
  for (const row of lost)
    expect(row).toMatchObject({
      value: '',
      invocations: '0',
      coverage: 'partial: 5 of 6 cells have numbers',
    });
});

test('of a run with a limit each row says what the result says of the two, and only such a run has these columns', () => {
  let compared = 0;
  for (let seed = 0; seed < 40; seed++) {
    const result = randomLimited(seed);
    for (const row of rowsOf(result)) {
      const isOf = (entry: { scenario: string; subject: string; metric?: string }): boolean =>
        entry.scenario === row['scenario'] &&
        entry.subject === row['subject'] &&
        (entry.metric ?? row['metric']) === row['metric'];
      const entry = result.limit?.comparisons.find(isOf);
      const text = (value: number | null | undefined): string => String(value ?? '');
      expect(row).toMatchObject({
        limit: 'floor/loop',
        to_limit: text(entry?.estimate),
        to_limit_low: text(entry?.low),
        to_limit_high: text(entry?.high),
        to_limit_verdict: entry?.verdict ?? '',
        kernel_share: text(result.cells.find(isOf)?.cpuTime?.kernelShare),
      });
      if (entry !== undefined) compared++;
    }
    expect(Object.keys(rowsOf(randomResult(seed))[0] ?? {}).join()).not.toMatch(/limit|kernel/);
  }
  expect(compared).toBeGreaterThan(100);
});
