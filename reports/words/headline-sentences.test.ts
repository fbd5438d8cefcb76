// The sentence counts what was asked for, and names what could not be used.
import { expect, test } from 'vitest';
import type { RunResult } from '../../harness/contract/result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { meaningSentence } from './headline-sentences.ts';
import { viewOf } from './view.ts';

const sentence = (absent?: string[]): string => {
  const result: RunResult = sampleResult();
  return meaningSentence(
    viewOf(absent === undefined ? result : { ...result, run: { ...result.run, absent } }),
  );
};

test('subjects that are absent are counted among those that were asked for, and named', () => {
  const [, present = ''] = /× (\d+) subjects:/.exec(sentence()) ?? [];
  expect(Number(present)).toBeGreaterThan(1);
  expect(sentence(['go', 'c/threads'])).toContain(`× ${present} of ${Number(present) + 2} subjects: `);
  expect(sentence(['go', 'c/threads'])).toMatch(/, go, c\/threads could not be used\.$/);
});

test('styles stand as the runtimes have them, and without that as the blocks have them', () => {
  const result = sampleResult();
  const before = viewOf(result);
  const styles = [...new Set(before.subjects.map((subject) => subject.split('/')[1] ?? ''))];
  expect([...before.styles].sort()).toEqual([...styles].sort());
  const turned = before.styles.toReversed();
  const runtimes = result.runtimes.map((runtime) => ({ ...runtime, styles: turned }));
  expect(viewOf({ ...result, runtimes }).styles).toEqual(turned);
});
