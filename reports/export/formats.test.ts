// Exports as their readers take them: the shapes are those that each program publishes for its files.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { EXPORT_FORMATS, EXPORT_SHAPES } from '../../harness/contract/export-formats.ts';
import type { ExportFormat } from '../../harness/contract/export-formats.ts';
import type { Cell, RunResult } from '../../harness/contract/result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { bencherOf } from './bencher.ts';
import { exportFiles } from './formats.ts';
import { githubOf } from './github.ts';
import { hyperfineOf } from './hyperfine.ts';
import { openMetricsOf } from './open-metrics.ts';

const RESULT = sampleResult();
const UNPROVED = RESULT.cells.filter(({ proof }) => proof === null);

const finite = { type: 'number' };
const HYPERFINE = {
  type: 'object',
  required: ['results'],
  properties: {
    results: {
      type: 'array',
      items: {
        type: 'object',
        required: ['command', 'mean', 'stddev', 'median', 'user', 'system', 'min', 'max', 'exit_codes'],
        additionalProperties: false,
        properties: {
          command: { type: 'string' },
          mean: finite,
          stddev: { type: ['number', 'null'] },
          median: finite,
          user: { type: ['number', 'null'] },
          system: { type: ['number', 'null'] },
          min: finite,
          max: finite,
          times: { type: 'array', items: finite },
          exit_codes: { type: 'array', items: { type: ['integer', 'null'] } },
          parameters: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
  },
};
const BENCHER = {
  type: 'object',
  propertyNames: { minLength: 1, maxLength: 1024 },
  additionalProperties: {
    type: 'object',
    propertyNames: { pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 64 },
    additionalProperties: {
      type: 'object',
      required: ['value'],
      additionalProperties: false,
      properties: { value: finite, lower_value: finite, upper_value: finite },
    },
  },
};
const GITHUB = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['name', 'value', 'unit'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      value: finite,
      unit: { type: 'string' },
      range: { type: 'string' },
      extra: { type: 'string' },
    },
  },
};

/** They show cells, whether they have numbers or not. */
const TELLS_ALL: ReadonlySet<ExportFormat> = new Set(['csv', 'ctrf', 'junit', 'perfetto']);

function filesOf(format: ExportFormat, result: RunResult): ReadonlyMap<string, string> {
  const files = exportFiles(format, { result, earlier: [] });
  if (!files.ok) throw new Error(files.failure.cause);
  return files.value;
}

const textOf = (format: ExportFormat, result: RunResult): string =>
  [...filesOf(format, result).values()].join('\n');

function problems(schema: object, document: unknown): unknown {
  const validate = new Ajv2020({ strict: false }).compile(schema);
  return validate(JSON.parse(JSON.stringify(document))) ? [] : validate.errors;
}

test('hyperfine: times in seconds, and the statistics belong to them', () => {
  const document = hyperfineOf(RESULT);
  expect(problems(HYPERFINE, document)).toEqual([]);
  expect(document.results.length).toBeGreaterThan(5);
  for (const { times, min, max, mean, median, exit_codes: codes } of document.results) {
    expect([min, max]).toEqual([Math.min(...times), Math.max(...times)]);
    for (const middle of [mean, median]) expect(middle >= min && middle <= max).toBe(true);
    expect(codes).toHaveLength(times.length);
    expect(max).toBeLessThan(60);
  }
});

test('Bencher: every measure has a unit there, and bounds lie around its value', () => {
  const report = bencherOf(RESULT);
  expect(problems(BENCHER, report)).toEqual([]);
  const { 'evenloop run': run, ...benchmarks } = report;
  expect(run).toEqual({ 'cells-without-numbers': { value: UNPROVED.length } });
  for (const measures of Object.values(benchmarks)) {
    expect(Object.keys(measures)).toEqual(['latency']);
    for (const { value, lower_value: low, upper_value: high } of Object.values(measures))
      expect([low !== undefined, high !== undefined, (low ?? 0) <= value, value <= (high ?? 0)]).toEqual([
        true,
        true,
        true,
        true,
      ]);
  }
});

test('github-action-benchmark: one unit under one name, which is made of ids', () => {
  const entries = githubOf(RESULT);
  expect(problems(GITHUB, entries)).toEqual([]);
  expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  const titles = RESULT.scenarios.flatMap(({ metrics }) => metrics.map(({ title }) => title));
  for (const { name, unit, value } of entries.slice(1)) {
    expect([unit, value > 0, name.split(' ').at(-1)]).toEqual(['ns', true, 'cpu']);
    expect(titles.some((title) => name.includes(title))).toBe(false);
  }
});

test('OpenMetrics: families in one piece, units as suffixes, one end', () => {
  const lines = openMetricsOf(RESULT).split('\n');
  expect(lines.slice(-2)).toEqual(['# EOF', '']);
  const seen: string[] = [];
  const label = String.raw`[a-z_]+="(?:[^"\\\n]|\\[\\n"])*"`;
  const sample = new RegExp(`^([a-z0-9_]+)(?:\\{${label}(?:,${label})*\\})? -?\\d[\\d.e+-]*$`);
  for (const line of lines.slice(0, -2)) {
    const [, type] = /^# TYPE ([a-z0-9_]+) gauge$/.exec(line) ?? [];
    if (type !== undefined) {
      expect(seen).not.toContain(type);
      seen.push(type);
      continue;
    }
    const [, unitOf, unit] = /^# UNIT ([a-z0-9_]+) ([a-z_]+)$/.exec(line) ?? [];
    if (unitOf !== undefined) expect(unitOf.endsWith(`_${unit}`)).toBe(true);
    const name = unitOf ?? /^# HELP ([a-z0-9_]+) \S/.exec(line)?.[1] ?? sample.exec(line)?.[1];
    expect([line, name]).toEqual([line, seen.at(-1)]);
  }
});

test('OpenMetrics tells the modes of a cell that has two, and of no other', () => {
  const [first] = RESULT.cells;
  if (first === undefined) throw new Error('the sample is empty');
  const modes = [
    { value: 38_000, share: 0.75, pageFaults: 4 },
    { value: 15_000, share: 0.25, pageFaults: 0 },
  ];
  const families = (cell: Cell): string[] =>
    openMetricsOf({ ...RESULT, cells: [cell] })
      .split('\n')
      .filter((line) => line.startsWith('evenloop_mode_share{'));
  expect(families({ ...first, modes: modes.slice(0, 1) })).toEqual([]);
  expect(families({ ...first, modes })).toEqual([
    expect.stringMatching(/mode="1",page_faults="4\.0"\} 0\.75$/),
    expect.stringMatching(/mode="2",page_faults="0\.0"\} 0\.25$/),
  ]);
});

test('OpenMetrics counts the invocations of a cell by how they ended, where that is known', () => {
  const [first] = RESULT.cells;
  if (first === undefined) throw new Error('the sample is empty');
  const invocations = { planned: 10, proved: 9, diverged: 0, failed: 1, unsupported: 0, notRun: 0 };
  const linesOf = (cell: Cell, family: string): string[] =>
    openMetricsOf({ ...RESULT, cells: [cell] })
      .split('\n')
      .filter((line) => line.startsWith(`${family}{`));
  const failed: Cell = { ...first, verdict: 'failed', proof: null, invocations };
  expect(linesOf(failed, 'evenloop_conforms')).toEqual([]);
  expect(linesOf({ ...failed, verdict: 'divergent' }, 'evenloop_conforms')).toEqual([
    expect.stringMatching(/\} 0$/),
  ]);
  expect(linesOf(failed, 'evenloop_invocations')).toEqual([
    expect.stringMatching(/end="planned"\} 10$/),
    expect.stringMatching(/end="proved"\} 9$/),
    expect.stringMatching(/end="diverged"\} 0$/),
    expect.stringMatching(/end="failed"\} 1$/),
    expect.stringMatching(/end="unsupported"\} 0$/),
    expect.stringMatching(/end="not_run"\} 0$/),
  ]);
  const older: Cell = { ...first, invocations: { planned: 10, proved: 10, failed: 0 } };
  expect(linesOf(older, 'evenloop_invocations')).toHaveLength(3);
});

test('texts of a run cannot end a label', () => {
  const hostile: RunResult = { ...RESULT, run: { ...RESULT.run, id: 'a"} 1\n# EOF\\' } };
  const line = openMetricsOf(hostile)
    .split('\n')
    .find((text) => text.startsWith('evenloop_run{'));
  expect(line).toContain(String.raw`run="a\"} 1\n# EOF\\"`);
});

test('no export has a number of a cell without a proof, nor of a base or a control', () => {
  const [first] = RESULT.cells;
  if (first === undefined) throw new Error('the sample is empty');
  const others: Cell[] = [
    { ...first, subject: 'other/base', side: 'base' },
    { ...first, subject: 'other/control', side: 'control' },
  ];
  const result = { ...RESULT, cells: [...RESULT.cells, ...others] };
  expect(UNPROVED.length).toBeGreaterThan(0);
  for (const format of EXPORT_FORMATS.filter((name) => !TELLS_ALL.has(name))) {
    const text = textOf(format, result);
    for (const { scenario, set, subject } of UNPROVED)
      expect(text).not.toContain(`${scenario} ${set} ${subject}`);
    expect([format, text.includes('other/')]).toEqual([format, false]);
  }
});

test('each format ends with a line feed, and equal input gives equal bytes', () => {
  for (const format of EXPORT_FORMATS) {
    const files = filesOf(format, RESULT);
    expect([format, [...files.keys()].includes('')]).toEqual([format, EXPORT_SHAPES[format] === 'file']);
    for (const [name, text] of files)
      expect([format, name, text.endsWith('\n')]).toEqual([format, name, true]);
    expect([...filesOf(format, sampleResult())]).toEqual([...files]);
  }
});
