// Stalls: as many as asked for, one after the other, and none after the round.
import { expect, test } from 'vitest';
import { startStalls } from './stalls.ts';

/** A clock that moves on by a millisecond whenever it is read, and says when it was read so many times. */
function readClock(reads: number) {
  let count = 0;
  let tell = (): void => {};
  const reached = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const now = (): number => {
    count++;
    if (count === reads) tell();
    return count * 1e6;
  };
  return { now, reached, count: () => count };
}

test('each stall reads the clock until it is over, then the next one waits for its turn', async () => {
  // Two readings for a stall of 1 ms, four for one of 3 ms.
  const clock = readClock(6);
  const stalls = startStalls(
    [
      { afterMs: 1, forMs: 1 },
      { afterMs: 2, forMs: 3 },
      { afterMs: 1000, forMs: 1 },
    ],
    clock.now,
  );
  expect(clock.count()).toBe(0);
  await clock.reached;
  expect(stalls.end()).toBe(2);
});

test('the loop runs nothing else while it is stalled', async () => {
  const order: string[] = [];
  const clock = readClock(5);
  const now = (): number => {
    order.push('stalled');
    return clock.now();
  };
  startStalls([{ afterMs: 1, forMs: 4 }], () => {
    setImmediate(() => order.push('immediate'));
    return now();
  });
  await clock.reached;
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  expect(order.slice(0, 6)).toEqual(['stalled', 'stalled', 'stalled', 'stalled', 'stalled', 'immediate']);
});

test('after the end there are no more, however many were left', async () => {
  const clock = readClock(1);
  const stalls = startStalls([{ afterMs: 1, forMs: 1 }], clock.now);
  expect(stalls.end()).toBe(0);
  await new Promise((resolve) => {
    setTimeout(resolve, 5);
  });
  expect([clock.count(), stalls.end()]).toEqual([0, 0]);
});

test('no stalls need no memory and no clock', () => {
  const clock = readClock(1);
  expect([startStalls([], clock.now).end(), clock.count()]).toEqual([0, 0]);
});
