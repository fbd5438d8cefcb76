// The queue and the semaphore of io_fanout.queue keep their own word: order, bound, and permits that are neither lost nor doubled.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FifoQueue } from './fifo_queue.ts';
import { FifoSemaphore } from './fifo_semaphore.ts';

test('a queue hands out in the order in which it lets in, and never holds more than its capacity', async () => {
  const runs = fc.asyncProperty(
    fc.integer({ min: 1, max: 4 }),
    fc.array(fc.boolean(), { maxLength: 40 }),
    async (capacity, puts) => {
      const depths: number[] = [];
      const taken: number[] = [];
      const queue = new FifoQueue<number>(
        capacity,
        (depth) => depths.push(depth),
        (item, place) => taken.push(item, place),
      );
      const got: Promise<number>[] = [];
      let next = 0;
      for (const put of puts)
        if (put) void queue.put(next++);
        else got.push(queue.get());
      const through = Math.min(next, got.length);
      const items = await Promise.all(got.slice(0, through));
      expect(items).toEqual(Array.from({ length: through }, (_, item) => item));
      expect(taken).toEqual(items.flatMap((item) => [item, item]));
      expect(Math.max(0, ...depths)).toBeLessThanOrEqual(capacity);
    },
  );
  await fc.assert(runs);
});

test('a full queue makes a producer wait until there is room', async () => {
  const queue = new FifoQueue<number>(
    1,
    () => {},
    () => {},
  );
  await queue.put(1);
  let done = false;
  const waiting = queue.put(2).then(() => (done = true));
  await Promise.resolve();
  expect(done).toBe(false);
  expect(await queue.get()).toBe(1);
  await waiting;
  expect(await queue.get()).toBe(2);
});

test('who gives up waiting for a permit takes none and leaves the order of the others', async () => {
  const semaphore = new FifoSemaphore(1);
  const [calm, gone] = [new AbortController().signal, new AbortController()];
  const order: string[] = [];
  await semaphore.acquire(calm);
  const first = semaphore.acquire(gone.signal);
  const second = semaphore.acquire(calm).then(() => order.push('second'));
  const third = semaphore.acquire(calm).then(() => order.push('third'));
  gone.abort();
  await expect(first).rejects.toThrow('abort');
  expect(order).toEqual([]);
  semaphore.release();
  await second;
  expect(order).toEqual(['second']);
  semaphore.release();
  await third;
  semaphore.release();
  await semaphore.acquire(calm);
});

test('who was let in before it was cancelled keeps its permit', async () => {
  const semaphore = new FifoSemaphore(1);
  const late = new AbortController();
  await semaphore.acquire(late.signal);
  const second = semaphore.acquire(late.signal);
  semaphore.release();
  late.abort();
  await expect(second).resolves.toBeUndefined();
});
