// A process that is paused while it arms must not make two deadlines of timers.stall change places: the fault, made on purpose.
import { expect, it } from 'vitest';
import type { Kit, Open } from '../../../harness/contract/kit.ts';
import { open as callbacks } from './callbacks.ts';
import { open as promises } from './promises.ts';

const PARAMS = { count: 4, firstMs: 5, gapMs: 4 };
const PAUSE_MS = 30;
const FIRE = 2;

it.each<[string, Open, number]>(
  [2, 3, 4, 5].flatMap((reading): [string, Open, number][] => [
    ['callbacks', callbacks, reading],
    ['promises', promises, reading],
  ]),
)(
  '%s fire in the order of deadlines though the process paused after a reading of the clock',
  async (_style, open, paused) => {
    const fired: number[] = [];
    let readings = 0;
    const kit: Kit = {
      kinds: { arm: 1, fire: FIRE, arm_late: 3, fire_late: 4, arm_last: 5, fire_last: 6 },
      nonce: '0123456789abcdef',
      seed: 7,
      directory: '',
      traced: false,
      round: 0,
      cancelled: false,
      emit: (kind, _key, id) => void (kind === FIRE && fired.push(id)),
      sample() {},
      now() {
        const now = performance.now();
        if (++readings === paused) while (performance.now() < now + PAUSE_MS);
        return Math.round(now * 1e6);
      },
      crc32: () => 0,
      endpoint: () => undefined,
      listening() {},
    };
    const workload = await open(PARAMS, kit);
    expect(await workload.round()).toBe(PARAMS.count + 2);
    expect(fired).toEqual([0, 1, 2, 3]);
    await workload.close();
  },
);
