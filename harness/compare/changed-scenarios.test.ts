// Which scenarios changed between two runs, and how that is said.
import { expect, test } from 'vitest';
import type { RunResult } from '../contract/result.ts';
import { cellOf, runOf, sampleView } from '../testing/sample-run.ts';
import { changedScenarios, namesOfFiles } from './changed-scenarios.ts';

const run = (files?: Record<string, string>): RunResult => ({
  ...runOf([cellOf('node/promises', [1])]),
  scenarios: [
    files === undefined ? sampleView : { ...sampleView, origin: { root: '/r', folder: '/r/a/b', files } },
  ],
});

test('a scenario from outside whose files are other ones is named with them', () => {
  const before = run({ 'promises.mjs': '1', 'x.py': '1' });
  expect(changedScenarios(before, before)).toEqual([]);
  expect(changedScenarios(before, run({ 'promises.mjs': '2', 'x.py': '1' }))).toEqual([
    { scenario: sampleView.id, files: ['promises.mjs'] },
  ]);
  expect(changedScenarios(run(), before)).toEqual([
    { scenario: sampleView.id, files: ['promises.mjs', 'x.py'] },
  ]);
});

test('scenarios of the package, and those that only one run has, have not changed', () => {
  expect(changedScenarios(run(), run())).toEqual([]);
  expect(changedScenarios({ ...run(), scenarios: [] }, run({ a: '1' }))).toEqual([]);
});

test('many files are counted', () => {
  expect(namesOfFiles(['a', 'b'])).toBe('a, b');
  expect(namesOfFiles(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe('a, b, c, d, e, 2 more');
});
