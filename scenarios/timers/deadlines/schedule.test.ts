// The order of arming as the workloads compute it, against the one that the harness expects.
import { expect, it } from 'vitest';
import type { Kit } from '../../../harness/contract/kit.ts';
import { scenario } from './scenario.ts';
import { remainingMs, scheduleOf } from './schedule.ts';

const kitWith = (seed: number): Kit => ({
  kinds: {},
  nonce: '0123456789abcdef',
  seed,
  directory: '',
  traced: true,
  round: 0,
  cancelled: false,
  emit() {},
  sample() {},
  now: () => 0,
  crc32: () => 0,
  endpoint: () => undefined,
  listening() {},
});

it.each([0, 1, 42, 0x7fffffff, 0x80000000, 0xffffffff])('is the one of the seed %d', (seed) => {
  const params = { count: 40, firstMs: 4, gapMs: 5 };
  const kit = kitWith(seed);
  const { order, delayMs } = scheduleOf(params, kit);
  const { nonce } = kit;
  const events = [
    ...scenario.expected({
      params,
      seed,
      nonce,
      secret: 0,
      round: 0,
      traced: true,
      witness: null,
      runtime: null,
    }),
  ];
  const armed = events.filter(({ kind }) => kind === 'arm');
  expect(armed.map(({ id }) => id)).toEqual(order);
  expect(armed.map(({ digest }) => digest)).toEqual(order.map((id) => 1000 * delayMs(id)));
});

it('is refused when deadlines are closer than loops resolve', () => {
  expect(() => scheduleOf({ count: 4, firstMs: 4, gapMs: 3 }, kitWith(1))).toThrow(RangeError);
  expect(() => scheduleOf({ count: 4, firstMs: 4 }, kitWith(1))).toThrow(RangeError);
});

it('never arms for less than what is left', () => {
  expect(remainingMs(24e6, 0)).toBe(24);
  expect(remainingMs(24e6, 1)).toBe(24);
  expect(remainingMs(24e6, 1e6)).toBe(23);
  expect(remainingMs(24e6, 1e6 - 1)).toBe(24);
});
