// Every export of four kinds of run, read by the program that users read it with: it is accepted, its numbers arrive in the right unit, and a partial run differs from a whole one.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'ctrf';
import { decodeFromCompressedBase64, HistogramLogReader } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';
import type { ExportFormat } from '../../harness/contract/export-formats.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { consumed, consumer, hasConsumers, scratch } from '../testing/consumers/consumers.ts';
import { STORED_RUNS } from '../testing/stored-runs.ts';
import { exportFiles } from './formats.ts';

const KINDS = ['whole', 'interrupted', 'divergent', 'failed'] as const;
const WHOLE = STORED_RUNS.whole();
const CELL = 'io_fanout.tcp_echo 16x64B node/promises';
const CPU_NS = valueOf(WHOLE, CELL, 'cpu');

function valueOf({ cells }: RunResult, name: string, metric: string): number {
  const cell = cells.find(({ scenario, set, subject }) => `${scenario} ${set} ${subject}` === name);
  return cell?.measurements.find((one) => one.metric === metric)?.value ?? Number.NaN;
}

/** The exports of the four kinds in the order of `KINDS`: files, or folders where the format has several. */
function written(format: ExportFormat, folder: string): string[] {
  return KINDS.map((kind) => {
    const path = join(folder, `${kind}-${format}`);
    const files = exportFiles(format, { result: STORED_RUNS[kind](), earlier: [] });
    if (!files.ok) throw new Error(files.failure.cause);
    for (const [name, content] of files.value) {
      mkdirSync(join(path, name, '..'), { recursive: true });
      writeFileSync(join(path, name), content);
    }
    return path;
  });
}

const firstIsWhole = [true, false, false, false];

test('a CI has the programs that these tests ask', () => {
  expect([process.env['CI'] === undefined || hasConsumers, 'npm run setup:consumers']).toEqual([
    true,
    'npm run setup:consumers',
  ]);
});

test("ctrf: npm's ctrf finds every report valid, and what is partial stands in it", () => {
  const whole = KINDS.map((kind) => {
    const files = exportFiles('ctrf', { result: STORED_RUNS[kind](), earlier: [] });
    const report: unknown = files.ok ? JSON.parse(files.value.get('') ?? '') : null;
    expect([kind, validate(report)]).toEqual([kind, expect.objectContaining({ valid: true })]);
    return report;
  });
  const told = (flag: boolean) =>
    expect.objectContaining({
      results: expect.objectContaining({
        environment: expect.objectContaining({
          extra: { evenloop: expect.objectContaining({ whole: flag }) },
        }),
      }),
    });
  expect(whole).toEqual(firstIsWhole.map(told));
});

interface ActionEntry {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly range?: string;
}

// The action is in no package registry: the file is held to the form that its README gives, `[{ name, unit, value, range?, extra? }]`.
test('github-smaller: every file has the entries of `customSmallerIsBetter`; what is lost is a value that leaves 0', () => {
  const steps = written('github-smaller', scratch()).map(
    (file) => JSON.parse(readFileSync(file, 'utf8')) as readonly ActionEntry[],
  );
  for (const entry of steps.flat())
    expect(entry).toMatchObject({
      name: expect.any(String),
      unit: expect.any(String),
      value: expect.any(Number),
    });
  expect(steps.map((entries) => entries[0]?.value)).toEqual([0, 4, 1, 6]);
  const cell = steps[0]?.find(({ name }) => name === `${CELL} cpu`);
  expect(cell?.value).toBe(CPU_NS);
  expect(cell?.range).toMatch(/^± [\d.]+ %$/);
  expect(steps[1]?.slice(1).map(({ range }) => range)).toEqual([undefined, undefined]);
});

test('hdr: hdr-histogram-js reads every line, with the percentiles of the curve', () => {
  const [whole = '', ...others] = KINDS.map((kind) => {
    const files = exportFiles('hdr', { result: STORED_RUNS[kind](), earlier: [] });
    return files.ok ? (files.value.get('') ?? '') : '';
  });
  const reader = new HistogramLogReader(whole);
  const histograms = [];
  for (let one = reader.nextIntervalHistogram(); one !== null; one = reader.nextIntervalHistogram())
    histograms.push(one);
  expect(histograms.map(({ tag }) => tag)).toContain(CELL.replaceAll(' ', '|'));
  expect(histograms).toHaveLength(6);
  for (const [at, one] of histograms.entries()) {
    const { curve } = WHOLE.cells[at] ?? {};
    expect(one.totalCount).toBe(curve?.samples);
    for (const { q, valueNs } of curve?.points ?? []) {
      const read = one.getValueAtPercentile(q * 100);
      expect(Math.abs(read / Math.max(1, valueNs) - 1)).toBeLessThan(0.001);
    }
  }
  expect(whole).toContain('; whole: 6 of 6 cells have numbers]');
  expect(others.map((text) => /; (\w+): \d/.exec(text)?.[1])).toEqual(['partial', 'partial', 'partial']);
  const line = whole.split('\n').find((text) => text.startsWith('Tag=')) ?? '';
  expect(decodeFromCompressedBase64(line.split(',').at(-1) ?? '').totalCount).toBe(10_400);
});

describe.skipIf(!hasConsumers)('programs of Python (skipped: npm run setup:consumers)', () => {
  test('openmetrics: the strict parser of prometheus-client, and the classic one', () => {
    const folder = scratch();
    const read = consumed('openmetrics', written('openmetrics', folder), folder) as {
      readonly samples: readonly [string, Readonly<Record<string, string>>, number][];
      readonly classic: number;
    }[];
    const valuesOf = (at: number, family: string): number[] =>
      (read[at]?.samples ?? []).flatMap(([name, , value]) => (name === family ? [value] : []));
    expect(read.map(({ samples, classic }) => samples.length === classic)).toEqual([true, true, true, true]);
    expect(KINDS.map((_, at) => valuesOf(at, 'evenloop_run_whole'))).toEqual([[1], [0], [0], [0]]);
    expect(KINDS.map((_, at) => valuesOf(at, 'evenloop_run_interrupted'))).toEqual([[0], [1], [0], [0]]);
    expect(KINDS.map((_, at) => valuesOf(at, 'evenloop_run_exit_code'))).toEqual([[0], [130], [10], [13]]);
    const broken = KINDS.map((_, at) => valuesOf(at, 'evenloop_conforms').filter((value) => value === 0));
    expect(broken.map(({ length }) => length)).toEqual([0, 0, 1, 0]);
    const cpu = read[0]?.samples.find(
      ([name, { scenario, subject }]) =>
        name === 'evenloop_cpu_seconds' && scenario === 'io_fanout.tcp_echo' && subject === 'node/promises',
    );
    expect(cpu?.[2]).toBeCloseTo(CPU_NS / 1e9, 15);
  });

  test('junit: junitparser, and any parser of XML', () => {
    const folder = scratch();
    const read = consumed('junit', written('junit', folder), folder) as {
      readonly properties: Readonly<Record<string, string>>;
      readonly cases: readonly {
        readonly class: string;
        readonly name: string;
        readonly time: number;
        readonly results: readonly [string, string, string][];
      }[];
    }[];
    expect(read.map(({ properties }) => properties['whole'])).toEqual(['true', 'false', 'false', 'false']);
    for (const { cases } of read) {
      expect(new Set(cases.map((one) => `${one.class} ${one.name}`)).size).toBe(9);
      const seconds = cases.reduce((sum, { time }) => sum + time, 0);
      expect(seconds).toBeLessThan(WHOLE.run.wallMs / 1000 + 0.01);
    }
    const kinds = read.map(({ cases }) => [
      ...new Set(cases.flatMap(({ results }) => results.map(([kind]) => kind))),
    ]);
    expect(kinds).toEqual([[], ['Error'], ['Failure'], ['Error']]);
    const shown = read[3]?.cases[0]?.results[0]?.[2] ?? '';
    expect(shown).toContain('ValueError: <planted> & "quoted"');
  });

  test('hdr: hdrhistogram reads what hdr-histogram-js reads', () => {
    const folder = scratch();
    const read = consumed('hdr', written('hdr', folder), folder) as {
      readonly tag: string;
      readonly count: number;
      readonly start: number;
      readonly p50: number;
    }[][];
    expect(read.map(({ length }) => length)).toEqual([6, 2, 5, 0]);
    const one = read[0]?.find(({ tag }) => tag === CELL.replaceAll(' ', '|'));
    const curve = WHOLE.cells.find((cell) => `${cell.scenario} ${cell.set} ${cell.subject}` === CELL)?.curve;
    const median = curve?.points.find(({ q }) => q === 0.5)?.valueNs ?? 0;
    expect(one?.count).toBe(10_400);
    expect(Math.abs((one?.p50 ?? 0) / median - 1)).toBeLessThan(0.001);
    expect(one?.start).toBe(Date.parse(WHOLE.run.startedAt));
  });

  test('pyperf: loads, shows and compares every file', () => {
    const folder = scratch();
    const files = written('pyperf', folder);
    const read = consumed('pyperf', files, folder) as {
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly benchmarks: Readonly<
        Record<string, { readonly unit: string; readonly runs: number; readonly values: readonly number[] }>
      >;
    }[];
    expect(read.map(({ metadata }) => metadata['evenloop_whole'])).toEqual(['yes', 'no', 'no', 'no']);
    const cell = read[0]?.benchmarks[`${CELL} cpu`];
    expect([cell?.unit, cell?.runs, cell?.values.length]).toEqual(['second', 6, 6]);
    const middle = (cell?.values ?? []).toSorted((a, b) => a - b).slice(2, 4);
    expect(middle.reduce((sum, value) => sum + value / 2, 0)).toBeCloseTo(CPU_NS / 1e9, 15);
    for (const file of files) {
      const shown = consumer('python', ['-m', 'pyperf', 'show', file], folder);
      const compared = consumer('python', ['-m', 'pyperf', 'compare_to', files[0] ?? '', file], folder);
      // Where no cell has numbers there is nothing to compare, and it says so.
      expect([file, shown.status, compared.status]).toEqual([file, 0, file === files[3] ? 1 : 0]);
    }
  });

  test('pytest-benchmark: compares the files, in seconds an operation', () => {
    const folder = scratch();
    const files = written('pytest-benchmark', folder);
    const ends = files.map((file) =>
      consumer('pytest-benchmark', ['compare', file, '--columns=min,median,max', '--csv=-'], folder),
    );
    expect(ends.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
    const both = consumer('pytest-benchmark', ['compare', ...files.slice(0, 3)], folder);
    expect([both.status, both.out.includes(`${CELL} cpu`)]).toEqual([0, true]);
  });
});

// Its scripts are in no package registry: they read `results[].command`, `times`, `mean`, `stddev`, `median`, `min` and `max`, in seconds.
test('hyperfine: every result has what its scripts read', () => {
  const [whole = [], ...others] = written('hyperfine', scratch()).map((file) => {
    const { results } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly results: readonly Readonly<Record<string, unknown>>[];
    };
    return results;
  });
  for (const result of [whole, ...others].flat()) {
    expect([null, expect.any(Number)]).toContainEqual(result['stddev']);
    const numbers = ['mean', 'median', 'min', 'max'].map((name) => [name, typeof result[name]]);
    expect(numbers.filter(([, type]) => type !== 'number')).toEqual([]);
    expect(result['times']).toEqual(expect.arrayContaining([expect.any(Number)]));
  }
  const cell = whole.find(({ command }) => command === `${CELL} cpu`);
  expect(Number(cell?.['median'])).toBeCloseTo(CPU_NS / 1e9, 12);
});
