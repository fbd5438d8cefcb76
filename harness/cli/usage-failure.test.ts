// Complaints of the option parser become failures with the nearest name.
import { expect, test } from 'vitest';
import { usageFailure } from './usage-failure.ts';

const KNOWN = ['run', 'check', 'report', 'list', 'compare', '--scenario', '--seed'];

test('an unknown option is answered with the nearest one', () => {
  const { code, cause, next } = usageFailure(
    {
      code: 'commander.unknownOption',
      message: "error: unknown option '--scenarios'\n(Did you mean --scenario?)",
    },
    KNOWN,
  );
  expect([code, cause]).toEqual(['EL1003', "Unknown option '--scenarios'."]);
  expect(next).toMatch(/^Did you mean "--scenario"\?/);
});

test('an unknown command is answered with the nearest one', () => {
  const { code, next } = usageFailure(
    { code: 'commander.unknownCommand', message: "error: unknown command 'rum'" },
    KNOWN,
  );
  expect([code, next.startsWith('Did you mean "run"?')]).toEqual(['EL1003', true]);
});

test('an option without its value is a bad value, and no other name is suggested', () => {
  const { code, next } = usageFailure(
    { code: 'commander.optionMissingArgument', message: "error: option '--seed <n>' argument missing" },
    KNOWN,
  );
  expect([code, next]).toEqual([
    'EL1004',
    '`evenloop --help` and `evenloop <command> --help` list all commands and options.',
  ]);
});
