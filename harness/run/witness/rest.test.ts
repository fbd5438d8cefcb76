// A rest begins to count when the runner sleeps, whatever it needed for that, and a runner that never sleeps is counted awake.
import { expect, test } from 'vitest';
import type { WakeUpReading } from './process-tree.ts';
import { Rest } from './rest.ts';
import type { RestRecord } from './rest.ts';

type Look = readonly [switches: number, awake: number];

/** One look after the other, the last one again and again. The clock goes on by a step with each reading. */
function rested(looks: readonly Look[], stepMs = 1): Promise<RestRecord> {
  let taken = 0;
  let nowNs = 0;
  const read = (): WakeUpReading | null => {
    const look = looks[Math.min(taken++, looks.length - 1)];
    return look === undefined
      ? null
      : { switches: new Map([['7/7', look[0]]]), awake: look[1], processes: 1 };
  };
  return new Promise((resolve) => new Rest(1, { read, now: () => (nowNs += stepMs * 1e6) }, resolve));
}

test('what a runner needs to fall asleep is no wake-up of its rest', async () => {
  const record = await rested([
    [10, 1],
    [12, 1],
    [13, 0],
    [13, 0],
    [15, 0],
  ]);
  expect(record).toMatchObject({ fallingAsleep: 3, wakeUps: 2, processes: 1 });
  expect(record.askedNs).toBeLessThan(record.beganNs);
});

test('who was awake between two looks at it does not sleep, though it does at both of them', async () => {
  const record = await rested([
    [10, 0],
    [11, 0],
    [12, 0],
    [12, 0],
    [12, 0],
  ]);
  expect(record).toMatchObject({ fallingAsleep: 2, wakeUps: 0 });
});

test('who has nothing to do and is not in the middle of anything sleeps at once', async () => {
  expect(await rested([[10, 0]])).toMatchObject({ fallingAsleep: 0, wakeUps: 0 });
});

test('a runner that never sleeps is counted awake in the end', async () => {
  const awake = Array.from({ length: 20 }, (_, look): Look => [10 + 3 * look, 0]);
  const record = await rested(awake, 100);
  expect(record.wakeUps).toBe(3);
  expect(record.fallingAsleep).toBeGreaterThan(6);
});

test('where the machine reports nothing the rest takes its time and counts nothing', async () => {
  expect(await rested([])).toMatchObject({ fallingAsleep: null, wakeUps: null, processes: 0 });
});
