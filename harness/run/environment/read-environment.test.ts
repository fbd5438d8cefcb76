// Tests that the environment of this very machine can be read and kept.
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { Environment } from '../../contract/result.ts';
import { observeMachine, readEnvironment } from './read-environment.ts';

test('this machine can be described, and the description keeps the contract', () => {
  const start = observeMachine();
  const environment = readEnvironment(tmpdir(), start, observeMachine());
  expect([...Value.Errors(Environment, environment)]).toEqual([]);
  expect(environment.logicalCpus).toBeGreaterThan(0);
  expect(environment.clockReadNs).toBeGreaterThan(0);
  expect(environment.node).toBe(process.version);
});
