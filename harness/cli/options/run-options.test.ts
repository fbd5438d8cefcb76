// Options of the command line: defaults, limits, and the failure that names the bad one.
import { expect, test } from 'vitest';
import { FailureError } from '../../contract/failure.ts';
import type { RawOptions } from './raw-options.ts';
import { readRunOptions } from './run-options.ts';

const failing = (raw: RawOptions): string => {
  try {
    readRunOptions(raw);
    return 'accepted';
  } catch (error) {
    return error instanceof FailureError ? `${error.failure.code} ${error.failure.cause}` : String(error);
  }
};

test('without options a quick run of six repetitions is asked for', () => {
  expect(readRunOptions({})).toEqual({
    scenarios: [],
    subjects: [],
    profile: 'quick',
    repetitions: 6,
    seed: null,
    out: null,
    json: false,
    keepTraces: false,
    maxTimeMs: null,
    reference: null,
    verbose: false,
    wide: false,
    shrink: false,
    observer: false,
  });
  expect(readRunOptions({ observer: true }).observer).toBe(true);
});

test('repetitions follow the profile unless they are given', () => {
  const repetitions = (raw: RawOptions): number => readRunOptions(raw).repetitions;
  expect(['smoke', 'quick', 'standard', 'full'].map((profile) => repetitions({ profile }))).toEqual([
    2, 6, 10, 20,
  ]);
  expect(repetitions({ profile: 'full', repetitions: '3' })).toBe(3);
});

test('lists may be separated by commas, repeated, or both', () => {
  expect(readRunOptions({ scenario: ['timers, dispatch.turn', 'io_fanout'] }).scenarios).toEqual([
    'timers',
    'dispatch.turn',
    'io_fanout',
  ]);
});

test('every value out of range is refused by name', () => {
  expect(failing({ repetitions: '1' })).toBe('EL1004 --repetitions is "1".');
  expect(failing({ repetitions: '2.5' })).toBe('EL1004 --repetitions is "2.5".');
  expect(failing({ repetitions: '' })).toBe('EL1004 --repetitions is "".');
  expect(failing({ seed: '-1' })).toBe('EL1004 --seed is "-1".');
  expect(failing({ seed: '4294967296' })).toBe('EL1004 --seed is "4294967296".');
  expect(failing({ seed: '0x10' })).toBe('EL1004 --seed is "0x10".');
  expect(failing({ maxTime: 'NaN' })).toBe('EL1004 --max-time is "NaN".');
  expect(failing({ profile: 'fast' })).toBe('EL1004 --profile is "fast".');
  expect(failing({ scenario: ['timers,,x'] })).toBe('EL1004 --scenario is "timers,,x".');
  expect(failing({ seed: '7', repetitions: '2', maxTime: '1.5' })).toBe('accepted');
});

test('`--units`, the former name of `--repetitions`, gives the same options', () => {
  expect(readRunOptions({ units: '3' })).toEqual(readRunOptions({ repetitions: '3' }));
  expect(readRunOptions({ units: '3', repetitions: '4' }).repetitions).toBe(4);
});

test('what is wrong is named as it was given', () => {
  expect(failing({ units: '1' })).toBe('EL1004 --units is "1".');
  expect(failing({ units: '3', repetitions: '1' })).toBe('EL1004 --repetitions is "1".');
});
