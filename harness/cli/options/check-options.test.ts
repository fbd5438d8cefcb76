// Options of `check`: its defaults, and what it takes beside those of `run`.
import { expect, test } from 'vitest';
import { FailureError } from '../../contract/failure.ts';
import { readCheckOptions } from './check-options.ts';

test('a check is the smallest work, once, by all rules, on a quiet machine', () => {
  expect(readCheckOptions({})).toMatchObject({
    profile: 'smoke',
    repetitions: 1,
    rules: [],
    stress: false,
    styles: 'default',
    junit: null,
    ctrf: null,
  });
});

test('it is repeated with so many seeds, by some rules, under stress, and told to other programs', () => {
  const raw = {
    styles: 'all',
    repeat: '5',
    rule: ['T1,T4', 'W6'],
    stress: true,
    junit: 'a.xml',
    ctrf: 'b.json',
  };
  expect(readCheckOptions(raw)).toMatchObject({
    repetitions: 5,
    rules: ['T1', 'T4', 'W6'],
    stress: true,
    styles: 'all',
    junit: 'a.xml',
    ctrf: 'b.json',
  });
});

test.each([{ repeat: '0' }, { repeat: '1001' }, { rule: ['T1,,T2'] }, { junit: '' }, { styles: 'most' }])(
  '%o is refused',
  (raw) => {
    expect(() => readCheckOptions(raw)).toThrow(FailureError);
  },
);
