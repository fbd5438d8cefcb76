// Errors of a machine that refuses, and errors that are ours.
import { expect, test } from 'vitest';
import { machineFailure } from './machine-failure.ts';

const systemError = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: ${syscall}`), { code, syscall });

test.each([
  [systemError('EMFILE', 'open'), /More files have to be open/, /ulimit -n/],
  [systemError('ENFILE', 'open'), /More files have to be open/, /ulimit -n/],
  [systemError('ENOENT', 'uv_cwd'), /working directory is gone/, /Change to a folder/],
])('%s is told of the machine', (error, cause, next) => {
  expect(machineFailure(error)).toMatchObject({
    code: 'EL5001',
    cause: expect.stringMatching(cause),
    next: expect.stringMatching(next),
  });
});

test('what could be a bug stays one', () => {
  const others = [
    new Error('EMFILE'),
    systemError('ENOENT', 'open'),
    systemError('EACCES', 'open'),
    'EMFILE',
    null,
  ];
  expect(others.map(machineFailure)).toEqual(others.map(() => null));
});
