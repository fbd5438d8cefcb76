// Options of `gate --self-test`: its defaults, and what may be left out of a machine.
import { expect, test } from 'vitest';
import { FailureError } from '../../contract/failure.ts';
import { readGateOptions } from './gate-options.ts';

test('everything that the machine grants is used unless it is left out', () => {
  expect(readGateOptions({ selfTest: true })).toMatchObject({
    blocks: 48,
    gates: 2,
    neighbour: 0,
    without: [],
  });
  expect(readGateOptions({ selfTest: true, without: ['pinning,layout', 'scheduling'] }).without).toEqual([
    'pinning',
    'layout',
    'scheduling',
  ]);
});

test.each([{}, { selfTest: true, without: ['pining'] }, { selfTest: true, blocks: '5' }])(
  '%o is refused',
  (raw) => {
    expect(() => readGateOptions(raw)).toThrow(FailureError);
  },
);
