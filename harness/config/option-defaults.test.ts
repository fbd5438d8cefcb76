// The command line before the config, the config before the defaults; and where a value came from.
import { expect, test } from 'vitest';
import { FailureError, failure } from '../contract/failure.ts';
import { checkConfig } from './check-config.ts';
import { withConfig, withOrigins } from './option-defaults.ts';

const PATH = '/project/evenloop.config.json';
const ALL = ['scenario', 'subject', 'reference', 'repetitions', 'time', 'maxTime', 'cpus', 'seed', 'shrink'];

function configOf(value: unknown) {
  const checked = checkConfig(value, PATH);
  if (!checked.ok) throw new Error(checked.failure.cause);
  return checked.value;
}

const NIGHTLY = configOf({
  reference: 'node/callbacks',
  profiles: {
    nightly: { extends: 'full', scenarios: ['timers'], time: '10min', cpus: 2, shrink: true },
    counted: { repetitions: 9, reference: 'old/promises' },
  },
});

test('without a config nothing is added', () => {
  expect(withConfig({ profile: 'smoke' }, null, ALL)).toEqual({ values: { profile: 'smoke' }, origins: [] });
});

test('a profile of the config gives its options in the words of the command line', () => {
  const { values, origins } = withConfig({ profile: 'nightly' }, NIGHTLY, ALL);
  expect(values).toEqual({
    profile: 'full',
    scenario: ['timers'],
    time: '10min',
    cpus: '2',
    shrink: true,
    reference: 'node/callbacks',
  });
  expect(origins.map(({ place }) => place)).toEqual([
    `profiles.nightly.scenarios of ${PATH}`,
    `reference of ${PATH}`,
    `profiles.nightly.time of ${PATH}`,
    `profiles.nightly.cpus of ${PATH}`,
    `profiles.nightly.shrink of ${PATH}`,
  ]);
});

test('the command line wins, and of two ends it takes both places', () => {
  const given = { profile: 'nightly', scenario: ['dispatch'], repetitions: '4', reference: 'node/promises' };
  expect(withConfig(given, NIGHTLY, ALL).values).toMatchObject({
    scenario: ['dispatch'],
    repetitions: '4',
    reference: 'node/promises',
  });
  expect(withConfig(given, NIGHTLY, ALL).values).not.toHaveProperty('time');
  expect(withConfig({ profile: 'counted', time: '5s' }, NIGHTLY, ALL).values).not.toHaveProperty(
    'repetitions',
  );
});

test('the reference of a profile wins over that of the config, and a set without `extends` is quick', () => {
  const { values } = withConfig({ profile: 'counted' }, NIGHTLY, ALL);
  expect(values).toEqual({ profile: 'quick', repetitions: '9', reference: 'old/promises' });
});

test('a command gets only the options that it takes', () => {
  const { values } = withConfig({ profile: 'nightly' }, NIGHTLY, ['scenario']);
  expect(values).toEqual({ profile: 'full', scenario: ['timers'] });
});

test('an unknown profile is answered with those of the config as well', () => {
  const attempt = () => withConfig({ profile: 'nightley' }, NIGHTLY, ALL);
  expect(attempt).toThrow(FailureError);
  expect(attempt).toThrow('--profile is "nightley".');
  const { values } = withConfig({ profile: 'nightley' }, configOf({}), ALL);
  expect(values).toEqual({ profile: 'nightley' });
});

test('a failure that quotes a value of the config says where it stands', () => {
  const { origins } = withConfig({ profile: 'nightly' }, NIGHTLY, ALL);
  const unknown = failure('EL1001', 'No scenario matches "timers".', 'Choose a known one.', ['first']);
  expect(withOrigins(unknown, origins).evidence).toEqual([
    'first',
    `--scenario comes from profiles.nightly.scenarios of ${PATH}`,
  ]);
  const other = failure('EL1001', 'No scenario matches "x".', 'Choose a known one.');
  expect(withOrigins(other, origins)).toBe(other);
});
