// Tests of `results.json` on disk.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RESULTS_SCHEMA } from '../contract/result.ts';
import type { RunResult } from '../contract/result.ts';
import { readResults, writeResults } from './results-file.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-results-'));
  path = join(folder, 'results.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

const result: RunResult = {
  schema: RESULTS_SCHEMA,
  tool: { name: 'evenloop', version: '0.1.0' },
  run: {
    id: 'r',
    command: 'run',
    profile: 'smoke',
    seed: 1,
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:00:01Z',
    wallMs: 1000,
    dutyCycle: 0.5,
    repetitions: 1,
    complete: true,
    interrupted: false,
    commit: null,
    reference: 'node/promises',
  },
  environment: {
    platform: 'linux x64',
    kernel: '6',
    cpuModel: 'x',
    logicalCpus: 2,
    memoryBytes: 1,
    cgroupCpuLimit: null,
    cgroupMemoryBytes: null,
    governor: null,
    virtualization: null,
    clockSource: null,
    clockResolutionNs: 1,
    clockReadNs: 1,
    fileSystem: null,
    loadAtStart: [0],
    loadAtEnd: [0],
    stealShare: null,
    foreignShare: null,
    throttledMs: null,
    node: 'v20',
  },
  runtimes: [],
  scenarios: [],
  cells: [],
  comparisons: [],
  changes: [],
  exit: { code: 0, reasons: [] },
};

test('what was written is read back', () => {
  writeResults(path, result);
  expect(readResults(path)).toEqual({ ok: true, value: result });
});

test.each<[string, string, string]>([
  ['no JSON', '{"schema":', 'it is not JSON'],
  ['something else', '[1]', '/schema is undefined'],
  ['another version', '{"schema":"evenloop/results@99"}', '/schema is "evenloop/results@99"'],
  [
    'a wrong type deep inside',
    JSON.stringify({ ...result, run: { ...result.run, seed: 'x' } }),
    '/run/seed must be',
  ],
  ['a missing part', JSON.stringify({ ...result, cells: undefined }), 'must have required properties cells'],
  [
    'a hole in a list',
    JSON.stringify({ ...result, exit: { code: 0, reasons: [null] } }),
    '/exit/reasons/0 must be',
  ],
])('%s is no results file, and the message says where', (_name, text, words) => {
  writeFileSync(path, text);
  const read = readResults(path);
  expect(read).toMatchObject({ ok: false, failure: { code: 'EL1005' } });
  expect(read.ok ? '' : read.failure.cause).toContain(words);
});

test('a file that is not there is named', () => {
  expect(readResults(path)).toMatchObject({
    failure: { code: 'EL1005', cause: expect.stringContaining('ENOENT') },
  });
});

test('a result that would not survive JSON is a bug and is not written', () => {
  const broken = { ...result, run: { ...result.run, wallMs: Number.NaN } };
  expect(() => writeResults(path, broken)).toThrow('/run/wallMs must be');
  expect(readResults(path)).toMatchObject({ ok: false });
});

test('a place that cannot be written is a failure of the store', () => {
  expect(() => writeResults(join(folder, 'absent', 'results.json'), result)).toThrow('EL3001');
});
