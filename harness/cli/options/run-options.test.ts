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

test('without options a quick run of a minute and a half is asked for', () => {
  expect(readRunOptions({})).toEqual({
    scenarios: [],
    subjects: [],
    profile: 'quick',
    repetitions: 40,
    timeMs: 90_000,
    seed: null,
    out: null,
    wire: null,
    json: false,
    keepTraces: false,
    maxTimeMs: null,
    reference: null,
    verbose: false,
    wide: false,
    shrink: false,
    observer: false,
    cpus: null,
  });
  expect(readRunOptions({ observer: true }).observer).toBe(true);
});

test('repetitions follow the profile unless they are given', () => {
  const repetitions = (raw: RawOptions): number => readRunOptions(raw).repetitions;
  expect(['smoke', 'quick', 'standard', 'full'].map((profile) => repetitions({ profile }))).toEqual([
    2, 40, 10, 20,
  ]);
  expect(repetitions({ profile: 'full', repetitions: '3' })).toBe(3);
});

test('a time is a budget instead of a number of repetitions, as a duration', () => {
  const timeOf = (time: string): number | null => readRunOptions({ time }).timeMs;
  expect(['90', '90s', '1.5m', '2min', '1h'].map(timeOf)).toEqual([
    90_000, 90_000, 90_000, 120_000, 3_600_000,
  ]);
  expect(readRunOptions({ repetitions: '4' }).timeMs).toBeNull();
  expect(readRunOptions({ profile: 'standard' }).timeMs).toBeNull();
  expect(readRunOptions({ profile: 'smoke', time: '10s' })).toMatchObject({
    timeMs: 10_000,
    repetitions: 40,
  });
  for (const time of ['0', '0.5s', '25h', '90 hours', '-3', 's', '1e3'])
    expect(failing({ time }), time).toBe(`EL1004 --time is "${time}".`);
  expect(failing({ time: '90s', repetitions: '4' })).toBe('EL1004 Both --time and --repetitions were given.');
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
