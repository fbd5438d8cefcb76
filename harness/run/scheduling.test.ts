// What the kernel says of a process's threads: sums that never fall, and nothing where there is nothing.
import { expect, test } from 'vitest';
import { schedulingBetween, schedulingOf } from './scheduling.ts';

test('the threads of this process have run, and a busy while later they have run longer', () => {
  const before = schedulingOf(process.pid);
  for (let i = 0, sum = 0; i < 3e6; i++) sum += Math.sqrt(i + sum);
  const after = schedulingOf(process.pid);
  expect(before?.runNs).toBeGreaterThan(0);
  expect(schedulingBetween(before, after)?.runNs).toBeGreaterThan(0);
});

test('of a process that does not exist nothing is known, and nothing of what passed in it', () => {
  expect(schedulingOf(0x7fff_fff0)).toBeNull();
  const moment = { runNs: 5, waitNs: 2, involuntarySwitches: 1 };
  expect([schedulingBetween(null, moment), schedulingBetween(moment, null)]).toEqual([null, null]);
});

test('a thread that ended takes its times along: what passed is never negative', () => {
  const before = { runNs: 50, waitNs: 20, involuntarySwitches: 9 };
  const after = { runNs: 70, waitNs: 5, involuntarySwitches: 9 };
  expect(schedulingBetween(before, after)).toEqual({ runNs: 20, waitNs: 0, involuntarySwitches: 0 });
});
