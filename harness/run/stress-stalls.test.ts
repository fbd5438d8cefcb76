// Stalls are as long as promised, the same for the same seed, and asked only of those who can have them.
import * as fc from 'fast-check';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Round } from '../contract/message.ts';
import type { ReadyMessage } from '../contract/message.ts';
import type { Scenario } from '../contract/scenario.ts';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { stallsFor, stallsOf } from './stress-stalls.ts';

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const rounds = fc.integer({ min: 0, max: 10_000 });

test('every round gets stalls of 1 to 50 ms, together no longer than 150 ms, that the protocol allows', () => {
  fc.assert(
    fc.property(seeds, rounds, (seed, round) => {
      const stalls = stallsOf(seed, round);
      expect(stalls.length).toBeGreaterThan(1);
      for (const { forMs } of stalls) expect([forMs >= 1, forMs <= 50]).toEqual([true, true]);
      expect(stalls.reduce((sum, { forMs }) => sum + forMs, 0)).toBeLessThanOrEqual(150);
      expect(Value.Check(Round.properties.stalls, stalls)).toBe(true);
    }),
  );
});

test('the same seed and round give the same stalls, another round gives others', () => {
  expect(stallsOf(7, 3)).toEqual(stallsOf(7, 3));
  expect(stallsOf(7, 3)).not.toEqual(stallsOf(7, 4));
  expect(stallsOf(7, 3)).not.toEqual(stallsOf(8, 3));
});

const ready = (capabilities: string[]): ReadyMessage => ({
  kind: 'ready',
  id: 1,
  protocol: 1,
  runner: { id: 'r', version: '1', homepage: '' },
  runtime: { name: 'r', version: '1', loop: 'l', executable: '/r' },
  clock: { name: 'c', resolutionNs: 1, epochNs: null },
  scenarios: [],
  capabilities,
});

test('a runner that does not know stalls, and a scenario that counts wake-ups, get none', () => {
  const counting: Scenario = {
    ...sleepLoop,
    rules: [{ kind: 'resource', id: 'R1', level: 'must', text: 'It rests.', wakeUpsPerSecond: 25 }],
  };
  expect(stallsFor(sleepLoop, ready([]), 7)).toBeNull();
  expect(stallsFor(counting, ready(['stalls']), 7)).toBeNull();
  expect(stallsFor(sleepLoop, ready(['slice', 'stalls']), 7)?.(3)).toEqual(stallsOf(7, 3));
});
