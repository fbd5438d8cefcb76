// Whether a process was started to outlive its terminal, as far as Node leaves traces of it.
import { expect, test } from 'vitest';
import { isHangupIgnored } from './hangup.ts';

test.each([
  [{ _: '/usr/bin/nohup' }, null, true],
  [{ _: 'nohup' }, 'SigIgn:\t0000000000000000\n', true],
  [{ _: '/usr/bin/node' }, 'SigBlk:\t1\nSigIgn:\t0000000000000001\n', true],
  [{ _: '/usr/bin/node' }, 'SigBlk:\t1\nSigIgn:\t0000000001001000\n', false],
  [{}, null, false],
])('%j with a parent of %j: %j', (environment, parent, expected) => {
  expect(isHangupIgnored(environment, parent)).toBe(expected);
});
