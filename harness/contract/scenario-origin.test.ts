// Which files of a scenario are other ones than before.
import { expect, test } from 'vitest';
import { changedFiles } from './scenario-origin.ts';

test('files that changed, came or went are named; a scenario of the package has none', () => {
  const origin = (files: Record<string, string>) => ({ root: '/r', folder: '/r/a/b', files });
  expect(changedFiles(origin({ a: '1', b: '1', c: '1' }), origin({ b: '2', c: '1', d: '1' }))).toEqual([
    'a',
    'b',
    'd',
  ]);
  expect(changedFiles(undefined, undefined)).toEqual([]);
  expect(changedFiles(undefined, origin({ a: '1' }))).toEqual(['a']);
});
