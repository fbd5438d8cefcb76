// Which file is loaded where several have one stem.
import { expect, test } from 'vitest';
import { moduleFile, stripsTypes } from './module-file.ts';

test('what Node loads as it is comes before TypeScript, which not every Node loads', () => {
  const files = new Set([
    'promises.ts',
    'promises.d.ts',
    'events.mts',
    'blocking.js',
    'blocking.ts',
    'streams.mjs',
  ]);
  expect(moduleFile(files, 'promises', true)).toBe('promises.ts');
  expect(moduleFile(files, 'promises', false)).toBeNull();
  expect(moduleFile(files, 'events', true)).toBe('events.mts');
  expect(moduleFile(files, 'blocking', true)).toBe('blocking.js');
  expect(moduleFile(files, 'streams', false)).toBe('streams.mjs');
  expect(moduleFile(files, 'callbacks', true)).toBeNull();
});

test('Node says whether it strips types', () => {
  expect([{}, { typescript: false }, { typescript: 'strip' }].map(stripsTypes)).toEqual([false, false, true]);
});
