// Picking the row of a profile by runner and version.
import { expect, it } from 'vitest';
import { profileRow } from './runtime-profile.ts';

const profiles = {
  '*': [{ since: '0', name: 'anybody' }],
  node: [
    { since: '24', name: 'node from 24' },
    { since: '20', name: 'node from 20' },
    { since: '9', name: 'node from 9' },
  ],
  python: [
    { since: '3.11', name: 'python from 3.11' },
    { since: '3.12', name: 'python from 3.12' },
  ],
  empty: [],
};
const rowOf = (runner: string, version: string): string => profileRow(profiles, { runner, version }).name;

it.each([
  ['node', '20.20.2', 'node from 20'],
  ['node', 'v22.0.0', 'node from 20'],
  ['node', '24.0.0-rc.1', 'node from 24'],
  ['node', '9', 'node from 9'],
  ['python', '3.11.7', 'python from 3.11'],
  ['python', '3.12.0rc1', 'python from 3.12'],
])('%s %s gets the row `%s`', (runner, version, name) => {
  expect(rowOf(runner, version)).toBe(name);
});

it('a version that no row reaches gets the nearest lower row, one below all rows the lowest', () => {
  expect(rowOf('node', '31.4')).toBe('node from 24');
  expect(rowOf('python', '3.8')).toBe('python from 3.11');
});

it('a runner without rows, one that is named like a member of every object, and nobody get the row of `*`', () => {
  expect(rowOf('quickjs', '1')).toBe('anybody');
  expect(rowOf('empty', '1')).toBe('anybody');
  expect(rowOf('constructor', '1')).toBe('anybody');
  expect(profileRow(profiles, null).name).toBe('anybody');
});

it('a profile without any row is a mistake of the scenario', () => {
  expect(() => profileRow({ '*': [] }, null)).toThrow('no rows');
});
