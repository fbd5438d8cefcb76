// Names that try to break a format, in the programs that read it: each cell is still there, and nothing else is.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'ctrf';
import { describe, expect, test } from 'vitest';
import type { ExportFormat } from '../../harness/contract/export-formats.ts';
import { consumed, consumer, hasConsumers, scratch } from '../testing/consumers/consumers.ts';
import { HOSTILE_TEXTS } from '../testing/hostile.ts';
import { wholeRun, withSets } from '../testing/stored-runs.ts';
import { exportFiles } from './formats.ts';

const SETS = [...HOSTILE_TEXTS, 'a,b=c|d %20', '=1+1', 'é'.repeat(1100), 'back\\slash "quoted"\r\nline'];
const RESULT = withSets(wholeRun(), SETS);
const CELLS = 6 * SETS.length;

/** The only file of the format, or its folder. */
function write(format: ExportFormat, folder: string): string {
  const files = exportFiles(format, { result: RESULT, earlier: [] });
  if (!files.ok) throw new Error(files.failure.cause);
  const path = join(folder, format);
  for (const [name, content] of files.value) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

test('ctrf takes them, and each entry for github-action-benchmark has a name of its own', () => {
  const folder = scratch();
  const files = exportFiles('ctrf', { result: RESULT, earlier: [] });
  expect(validate(files.ok ? JSON.parse(files.value.get('') ?? '') : null)).toMatchObject({ valid: true });
  const file = write('github-smaller', folder);
  const benches = JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly name: string }[];
  // Two of the three scenarios have a primary metric that may be divided.
  expect(benches).toHaveLength(1 + 4 * SETS.length);
  expect(new Set(benches.map(({ name }) => name)).size).toBe(benches.length);
});

describe.skipIf(!hasConsumers)('programs of Python (skipped: npm run setup:consumers)', () => {
  test('the strict parser of OpenMetrics has a verdict of each cell', () => {
    const folder = scratch();
    const [read] = consumed('openmetrics', [write('openmetrics', folder)], folder) as {
      readonly samples: readonly [string, Readonly<Record<string, string>>, number][];
    }[];
    const conforms = (read?.samples ?? []).filter(([name]) => name === 'evenloop_conforms');
    expect(conforms).toHaveLength(CELLS);
    expect(new Set(conforms.map(([, labels]) => labels['set'])).size).toBe(SETS.length);
  });

  test('JUnit XML is valid, with each case once', () => {
    const folder = scratch();
    const [read] = consumed('junit', [write('junit', folder)], folder) as {
      readonly cases: readonly { readonly class: string; readonly name: string }[];
    }[];
    expect(new Set(read?.cases.map((one) => `${one.class} ${one.name}`)).size).toBe((CELLS * 3) / 2);
  });

  test('a histogram of each cell has a tag of its own', () => {
    const folder = scratch();
    const [read = []] = consumed('hdr', [write('hdr', folder)], folder) as { readonly tag: string }[][];
    expect(new Set(read.map(({ tag }) => tag)).size).toBe(CELLS);
  });

  test('pyperf and pytest-benchmark show them', () => {
    const folder = scratch();
    const [read] = consumed('pyperf', [write('pyperf', folder)], folder) as { benchmarks: object }[];
    expect(Object.keys(read?.benchmarks ?? {})).toHaveLength(8 * SETS.length);
    const shown = consumer('python', ['-m', 'pyperf', 'show', 'pyperf'], folder);
    const compared = consumer('pytest-benchmark', ['compare', write('pytest-benchmark', folder)], folder);
    expect([shown.status, compared.status]).toEqual([0, 0]);
  });

  test('Otava reads every table', () => {
    const folder = write('otava', scratch());
    const { status, out, err } = consumer('otava', ['validate', '--config-file', 'otava.yaml'], folder);
    expect([status, status === 0 ? '' : out + err]).toEqual([0, '']);
  });
});
