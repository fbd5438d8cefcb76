// Files of other tools, in their published forms: what a row keeps of them, what is said to be missing, and that nothing else passes.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewRun } from '../archive-result.ts';
import { keyOf, readRunFile, runFile, suiteFile } from '../archive-files.ts';
import { importText } from './import-text.ts';
import { IMPORTED_TOOLS } from './imported-tools.ts';
import type { ImportedTool } from './imported-tools.ts';
import type { FilesBeside } from './imported-run.ts';
import { SAMPLES } from './testing/sample-files.ts';

const SOURCE = { key: '0123456789abcdef', writtenAt: '2026-01-01T00:00:00.000Z', at: null, commit: null };
const ALONE: FilesBeside = { benchmarks: null, machine: null };

function read(tool: ImportedTool, text: string, beside = ALONE): readonly NewRun[] {
  const end = importText(tool, { name: 'file', text, beside, source: SOURCE });
  if (!end.ok) throw new Error(end.failure.cause);
  return end.value;
}

function reasonOf(tool: ImportedTool, document: unknown): string {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const end = importText(tool, { name: 'file', text, beside: ALONE, source: SOURCE });
  return end.ok ? 'it was read' : `${end.failure.code} ${end.failure.cause}`;
}

/** What stands in a row, beside its number. */
const rowsOf = ({ run, suite }: NewRun): unknown[] =>
  suite.rows.map(({ benchmark, set, params, metric, unit, better }, i) => ({
    name: [benchmark, set, params, metric].filter((part) => part !== '').join(' | '),
    unit,
    better,
    value: run.value[i],
  }));

test('data.js of github-action-benchmark: a run an entry, the direction by its tool', () => {
  const [first, second] = read('github-action-benchmark', SAMPLES['github-action-benchmark']);
  if (first === undefined || second === undefined) throw new Error('it has two entries');
  expect(first.run).toMatchObject({
    commit: 'aaaa',
    startedAt: '2023-11-14T22:13:20.000Z',
    id: expect.stringContaining('aaaa'),
  });
  expect(rowsOf(first)).toEqual([
    { name: 'parse | Rust | value', unit: 'ns/iter', better: 'lower', value: 120.5 },
  ]);
  expect(rowsOf(second)).toEqual([{ name: 'parse | Any | value', unit: 'ops/s', better: null, value: 7 }]);
  expect(second.run.unsaid).toContain('the direction of its tool');
});

test('a hyperfine file: the middle of its times; a command that failed has no number', () => {
  const [run] = read('hyperfine', SAMPLES.hyperfine);
  if (run === undefined) throw new Error('it has a run');
  expect(rowsOf(run)).toEqual([
    { name: 'sleep 1 | {"n":"1"} | time', unit: 's', better: 'lower', value: 1.02 },
    { name: 'false | time', unit: 's', better: 'lower', value: null },
    { name: 'short | time', unit: 's', better: 'lower', value: 0.5 },
  ]);
  expect(run.run).toMatchObject({ verdicts: { failed: ['false time'] }, count: [3, null, null] });
  expect(run.run.unsaid).toContain('when it was measured: the time of the file stands for it');
});

test('a pyperf suite: names, units and dates wherever they stand', () => {
  const [run] = read('pyperf', SAMPLES.pyperf);
  if (run === undefined) throw new Error('it has a run');
  expect(rowsOf(run)).toEqual([
    { name: 'json | value', unit: 'second', better: 'lower', value: 0.2 },
    { name: 'memory | value', unit: 'byte', better: 'lower', value: 1000 },
  ]);
  expect(run.run).toMatchObject({
    startedAt: '2026-02-03T04:05:06.789Z',
    count: [3, 1],
    tool: { version: '2.11.0' },
  });
  expect(run.machine).toMatchObject({ cpuModel: 'A CPU', logicalCpus: 4 });
});

test('Bencher: a row a measure, with its bounds; the direction is not in the file', () => {
  const [run] = read('bencher', SAMPLES.bencher);
  if (run === undefined) throw new Error('it has a run');
  expect(rowsOf(run)).toEqual([
    { name: 'a | latency', unit: 'ns', better: null, value: 88.5 },
    { name: 'a | own', unit: null, better: null, value: 1 },
  ]);
  expect(run.run).toMatchObject({ low: [87, null], high: [89, null] });
});

test('asv: combinations of parameters in the order of their product, units from benchmarks.json, NaN and null are no number', () => {
  const benchmarks = { 'time.a': { type: 'time', unit: 'seconds', version: 'v1' } };
  const [run] = read('asv', SAMPLES.asv, {
    benchmarks,
    machine: { machine: 'm', cpu: 'A CPU', num_cpu: '8', os: 'Linux' },
  });
  if (run === undefined) throw new Error('it has a run');
  expect(rowsOf(run)).toEqual([
    { name: "time.a | 1, 'x' | time", unit: 'seconds', better: 'lower', value: 0.1 },
    { name: "time.a | 1, 'y' | time", unit: 'seconds', better: 'lower', value: null },
    { name: "time.a | 2, 'x' | time", unit: 'seconds', better: 'lower', value: 0.3 },
    { name: "time.a | 2, 'y' | time", unit: 'seconds', better: 'lower', value: 0.4 },
    { name: 'track.b | value', unit: null, better: null, value: null },
  ]);
  expect(run.suite.rows[0]?.version).toBe('v1');
  expect(run.run.commit).toBe('abcdef');
  expect(run.machine).toMatchObject({ cpuModel: 'A CPU', logicalCpus: 8 });
});

test('tinybench with samples and without, and a task that threw', () => {
  const [run] = read('tinybench', SAMPLES.tinybench);
  if (run === undefined) throw new Error('it has a run');
  expect(run.run.value).toEqual([2, 1.5, null]);
  expect(run.run.count).toEqual([3, 9, null]);
  expect(run.run.unsaid).toContain('its samples: what is kept is their summary');
});

test('the file of vitest has no samples, and it says so', () => {
  const [run] = read('vitest', SAMPLES.vitest);
  if (run === undefined) throw new Error('it has a run');
  expect(rowsOf(run)).toEqual([
    { name: 'sort | a.bench.ts > group | latency', unit: 'ms', better: 'lower', value: 0.25 },
  ]);
  expect(run.run.unsaid).toContain('its samples: vitest writes none');
});

test.each([
  ['hyperfine', {}, '$.results is missing, and has to be a list'],
  [
    'hyperfine',
    { results: [{ command: 'a', median: '1' }] },
    '$.results[0].median is "1", and has to be a number',
  ],
  ['hyperfine', { results: [] }, 'it has no number'],
  ['pyperf', { version: 1 }, '$.version is 1, and has to be "1.0"'],
  ['pyperf', { version: '1.0', benchmarks: [{ runs: [] }] }, '$.benchmarks[0] has no name'],
  ['bencher', [], '$ is a list, and has to be an object'],
  ['asv', { version: 1 }, '$.version is 1'],
  ['github-action-benchmark', { entries: { a: [{ commit: {} }] } }, '$.entries.a[0].commit.id is missing'],
  ['tinybench', [{ name: 'a', latency: {} }], '$[0].latency.mean is missing'],
  ['vitest', { files: [] }, 'it has no benchmark'],
  ['vitest', '[', 'it is not JSON'],
  ['bencher', '['.repeat(1000), 'more than 200 deep'],
] as const)('%s: %j is refused, and the place is named', (tool, document, reason) => {
  expect(reasonOf(tool, document)).toContain(
    `EL3104 file is no file of ${tool}: ${reason.startsWith('more') ? '' : reason}`,
  );
  expect(reasonOf(tool, document)).toContain(reason);
});

/** The document of a sample in which the n-th value is another one. */
function replaced(tool: ImportedTool, n: number, other: unknown): string {
  const json = SAMPLES[tool].replace('window.BENCHMARK_DATA = ', '').replaceAll('NaN', 'null');
  let count = 0;
  return JSON.stringify(JSON.parse(json), (_, value: unknown) => (count++ === n ? other : value)) ?? '';
}

/** Anything, or a file of a tool in which something stands in the place of something else. */
const spoilt = (tool: ImportedTool): fc.Arbitrary<string> => {
  const text = SAMPLES[tool];
  const signs = fc.constantFrom('', '0', '{}', '[', 'null', '-1e999', '"', '"\\ud800"');
  const cut = fc.tuple(fc.nat(text.length), fc.nat(12), signs);
  const odd = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom('', '__proto__', -1, 1e300, 1e-320));
  return fc.oneof(
    fc.json(),
    fc.string(),
    cut.map(([at, length, other]) => text.slice(0, at) + other + text.slice(at + length)),
    fc.tuple(fc.nat(80), odd).map(([n, other]) => replaced(tool, n, other)),
  );
};

test.each(IMPORTED_TOOLS)('whatever a file of %s holds, it is read or refused by name', (tool) => {
  const count = Number(process.env['EVENLOOP_FUZZ_COUNT'] ?? 150);
  fc.assert(
    fc.property(spoilt(tool), (text) => {
      const end = importText(tool, { name: 'file', text, beside: ALONE, source: SOURCE });
      if (!end.ok) {
        expect([end.failure.code, end.failure.cause.length > 20]).toEqual(['EL3104', true]);
        return;
      }
      // What is read is a run that the store can hold.
      for (const { run, suite } of end.value) {
        const [path, written] = runFile({ ...run, suite: keyOf(suiteFile(suite)[0]), machine: null });
        expect(readRunFile(path, written)).toMatchObject({ ok: true });
      }
    }),
    { numRuns: count },
  );
});
