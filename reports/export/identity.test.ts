// What other programs know a row by: unique in a run, the same in the next, and independent of words, verdicts and versions.
import { expect, test } from 'vitest';
import { EXPORT_FORMATS } from '../../harness/contract/export-formats.ts';
import type { ExportFormat } from '../../harness/contract/export-formats.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { sampleTime } from '../testing/sample-time.ts';
import { STORED_RUNS, wholeRun } from '../testing/stored-runs.ts';
import { bencherOf } from './bencher.ts';
import { cellTimes } from './cell-times.ts';
import { ctrfOf } from './ctrf.ts';
import { exportFiles } from './formats.ts';
import { githubOf } from './github.ts';
import { hyperfineOf } from './hyperfine.ts';
import { openMetricsOf } from './open-metrics.ts';
import { pyperfOf } from './pyperf.ts';
import { pytestBenchmarkOf } from './pytest-benchmark.ts';
import { selectRun } from './select-run.ts';

const series = (result: RunResult): string[] =>
  openMetricsOf(result)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.slice(0, line.lastIndexOf(' ')));

const NAMES: Readonly<Partial<Record<ExportFormat, (result: RunResult) => readonly string[]>>> = {
  bencher: (result) => Object.keys(bencherOf(result)),
  ctrf: (result) => ctrfOf(result).results.tests.map(({ testId }) => testId),
  'github-smaller': (result) => githubOf(result).map(({ name }) => name),
  hyperfine: (result) => hyperfineOf(result).results.map(({ command }) => command),
  openmetrics: series,
  pyperf: (result) => pyperfOf(result).benchmarks.map(({ metadata }) => String(metadata['name'])),
  'pytest-benchmark': (result) => pytestBenchmarkOf(result).benchmarks.map(({ fullname }) => fullname),
};

/** The same run with other words, other runtimes and other verdicts on its comparisons. */
function reworded(result: RunResult): RunResult {
  return {
    ...result,
    runtimes: result.runtimes.map((runtime) => ({ ...runtime, version: '99.0.0' })),
    scenarios: result.scenarios.map((scenario) => ({
      ...scenario,
      title: `${scenario.title} again`,
      metrics: scenario.metrics.map((metric) => ({ ...metric, title: `${metric.title} again` })),
    })),
    comparisons: result.comparisons.map((row) => ({ ...row, verdict: 'unclear' as const })),
  };
}

test.each(Object.entries(NAMES))(
  '%s: no name twice, an A/A control beside its reference or not',
  (_, namesOf) => {
    for (const [kind, run] of Object.entries(STORED_RUNS)) {
      const names = namesOf(run());
      expect(names.length).toBeGreaterThanOrEqual(kind === 'failed' ? 0 : 2);
      expect(new Set(names).size).toBe(names.length);
    }
  },
);

test.each(Object.entries(NAMES))('%s: titles, versions and verdicts change no name', (_, namesOf) => {
  const isFact = (name: string): boolean => !/^evenloop_(metric|runtime)\{/.test(name);
  const result = wholeRun();
  expect(namesOf(reworded(result)).filter(isFact)).toEqual(namesOf(result).filter(isFact));
});

test('a metric that may be below zero goes to no program that divides', () => {
  const result = wholeRun();
  const early: RunResult = {
    ...result,
    cells: result.cells.map((cell) =>
      Object.assign({}, cell, {
        measurements: cell.measurements.map((one) =>
          cell.scenario === 'timers.deadlines'
            ? Object.assign({}, one, { value: -20_000, repetitions: one.repetitions.map(() => -20_000) })
            : one,
        ),
      }),
    ),
  };
  for (const format of ['github-smaller', 'hyperfine', 'pyperf', 'pytest-benchmark', 'asv'] as const) {
    const files = exportFiles(format, { result: early, earlier: [] });
    const text = files.ok ? [...files.value.values()].join('') : '';
    expect([format, text.includes('timers.deadlines'), text.includes('io_fanout')]).toEqual([
      format,
      false,
      true,
    ]);
  }
  const text = openMetricsOf(early);
  expect(text).toMatch(/evenloop_p50_seconds\{scenario="timers.deadlines".*\} -0.00002\n/);
  expect(text).toMatch(/evenloop_minus_reference_seconds\{scenario="timers.deadlines"/);
  expect(openMetricsOf(STORED_RUNS.divergent())).toMatch(
    /evenloop_comparison\{scenario="timers.sleep_loop".*verdict="not-comparable"\} 1\n/,
  );
});

test('one proved invocation has a value, and nothing that looks like certainty', () => {
  const once = STORED_RUNS.interrupted();
  expect(githubOf(once).filter(({ range }) => range !== undefined)).toEqual([]);
  const bounds = Object.values(bencherOf(once)).flatMap((measures) => Object.values(measures));
  expect(bounds.filter((one) => 'lower_value' in one || 'upper_value' in one)).toEqual([]);
  expect(hyperfineOf(once).results.map(({ stddev }) => stddev)).toEqual([null, null]);
  expect(openMetricsOf(once)).not.toContain('_interval_low');
});

test('Bencher: a long name is cut by its bytes, and two that begin alike stay two', () => {
  const result = wholeRun();
  const named = (set: string): RunResult['cells'] => result.cells.map((cell) => ({ ...cell, set }));
  const long = 'é'.repeat(1100);
  const report = bencherOf({ ...result, cells: [...named(`${long}a`), ...named(`${long}b`)] });
  const names = Object.keys(report).filter((name) => name !== 'evenloop run');
  const values = result.cells
    .filter(({ side }) => side === 'head')
    .flatMap(({ measurements }) => measurements);
  expect(names).toHaveLength(2 * values.length);
  for (const name of names) expect(Buffer.byteLength(name)).toBeLessThanOrEqual(1024);
});

test('the times of cases add up to the time of the blocks, however many cells took turns in it', () => {
  const result = wholeRun();
  const whereTimeWent = sampleTime(result);
  const sum = (run: RunResult): number => [...cellTimes(run).values()].reduce((total, ms) => total + ms, 0);
  expect(whereTimeWent.blocksMs).toBeGreaterThan(0);
  expect(sum({ ...result, whereTimeWent })).toBeCloseTo(whereTimeWent.blocksMs, 6);
  const wall = result.cells.reduce((total, { wallMs = 0 }) => total + wallMs, 0);
  expect(sum({ ...result, run: { ...result.run, wallMs: wall / 5 } })).toBeCloseTo(wall / 5, 6);
});

test('--scenario and --metric leave what they name, and a name that matches nothing is an error', () => {
  const result = wholeRun();
  const chosen = selectRun(result, { scenarios: ['timers'], metrics: ['p50'] });
  if (!chosen.ok) throw new Error(chosen.failure.cause);
  const { cells, scenarios, comparisons } = chosen.value;
  expect(scenarios.map(({ id }) => id)).toEqual(['timers.sleep_loop', 'timers.deadlines']);
  expect(new Set(cells.flatMap(({ measurements }) => measurements.map(({ metric }) => metric)))).toEqual(
    new Set(['p50']),
  );
  expect(comparisons.every(({ metric, primary }) => metric === 'p50' && primary)).toBe(true);
  for (const selection of [
    { scenarios: ['absent'], metrics: [] },
    { scenarios: [], metrics: ['p5'] },
  ])
    expect(selectRun(result, selection)).toMatchObject({ ok: false, failure: { code: 'EL1004' } });
});

test('every format tells a whole run from each partial one', () => {
  for (const format of EXPORT_FORMATS.filter((name) => name !== 'openmetrics')) {
    const told = Object.entries(STORED_RUNS).map(([kind, run]) => {
      const files = exportFiles(format, { result: run(), earlier: [] });
      const text = files.ok ? [...files.value.values()].join('') : '';
      return [kind, COUNTS[format]?.exec(text)?.[1] ?? (text.includes('partial: ') ? 'partial' : 'whole')];
    });
    const counts = format in COUNTS ? ['0', '4', '1', '6'] : ['whole', 'partial', 'partial', 'partial'];
    expect([format, told.map(([, word]) => word)]).toEqual([format, counts]);
  }
});

/** Formats without room for words count the cells that have no numbers; OpenMetrics has a flag, tried with its parser. */
const COUNTS: Readonly<Partial<Record<ExportFormat, RegExp>>> = {
  bencher: /"cells-without-numbers": \{\s*"value": (\d+)/,
  asv: /cells_without_numbers": \[\s*\[\s*(\d+)/,
};
