// The environment of a real process: no token of the one that started it, and what it needs.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { failureOf, invokeFault } from '../testing/fake-invocation.ts';

const GIVEN = ['GITHUB_TOKEN', 'NPM_TOKEN', 'AWS_SECRET_ACCESS_KEY', 'SSH_AUTH_SOCK', 'FOO', 'TZ'] as const;
const before = new Map<string, string | undefined>();

beforeEach(() => {
  for (const name of GIVEN) {
    before.set(name, process.env[name]);
    process.env[name] = 'UTC';
  }
});
afterEach(() => {
  for (const [name, value] of before)
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
});

test('a runner finds the PATH and the time zone, and no secret', async () => {
  const { record } = await invokeFault('tells-its-environment');
  expect(failureOf(record)?.cause).toBe('The workload refused its parameters: PATH TZ');
});
