// Tests of reading a results.json of an older schema: a stored run of `results@1`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareRuns } from '../compare/compare-runs.ts';
import { readResults } from './results-file.ts';
import { upgradeResults } from './upgrade-results.ts';

const PATH = join(import.meta.dirname, 'fixtures', 'results-1.json');

interface Former {
  readonly run: { readonly units: number };
  readonly cells: readonly { readonly measurements: readonly { readonly units: readonly unknown[] }[] }[];
  readonly calibration: { readonly lanes: readonly unknown[] };
}

const former = JSON.parse(readFileSync(PATH, 'utf8')) as Former;

function stored() {
  const read = readResults(PATH);
  if (!read.ok) throw new Error(read.failure.cause);
  return read.value;
}

test('a run of results@1 is read under the present names, with every value of it', () => {
  const result = stored();
  expect(result.schema).toBe('evenloop/results@2');
  expect(result.run.repetitions).toBe(former.run.units);
  expect(result.scenarios.map(({ comparesStyles }) => comparesStyles)).toEqual([true]);
  expect(result.calibration?.aaChecks).toEqual(former.calibration.lanes);
  expect(result.cells.map(({ id, side, sampling }) => [id, side, sampling])).toEqual([
    ['timers.sleep_loop/5ms/node/promises', 'head', 'duet'],
    ['timers.sleep_loop/5ms/node/promises@control', 'control', 'duet'],
    ['timers.sleep_loop/5ms/python/coroutines', 'head', 'duet'],
  ]);
  expect(result.cells.map(({ measurements }) => measurements.map(({ repetitions }) => repetitions))).toEqual(
    former.cells.map(({ measurements }) => measurements.map(({ units }) => units)),
  );
  expect(result.comparisons.every(({ sampling }) => sampling === 'duet')).toBe(true);
});

test('it keeps none of the former names', () => {
  const names = new Set<string>();
  JSON.stringify(stored(), (name, value: unknown) => {
    names.add(name);
    return value;
  });
  expect(['units', 'lanes', 'mode', 'background'].filter((name) => names.has(name))).toEqual([]);
});

test('it compares with itself as unchanged', () => {
  const changes = compareRuns(stored(), stored());
  expect(changes.length).toBeGreaterThan(0);
  expect(new Set(changes.map(({ verdict }) => verdict))).not.toContain('gone');
});

test('what is malformed stays so, and what is of another schema is not touched', () => {
  const present = { schema: 'evenloop/results@2', run: { units: 1 } };
  expect(upgradeResults(present)).toBe(present);
  expect(upgradeResults(null)).toBeNull();
  expect(upgradeResults({ schema: 'evenloop/results@1', cells: [null, { side: 'twin' }], run: 3 })).toEqual({
    schema: 'evenloop/results@2',
    cells: [null, { side: 'control' }],
    run: 3,
  });
});
