// A process that is paused while it arms must not make two deadlines change places: the fault, made on purpose, in each style.
import { describe, expect, it } from 'vitest';
import type { Kit, Open } from '../../../harness/contract/kit.ts';
import { open as callbacks } from './callbacks.ts';
import { open as events } from './events.ts';
import { open as promises } from './promises.ts';
import { open as streams } from './streams.ts';

const PARAMS = { count: 6, firstMs: 4, gapMs: 8 };
const PAUSE_MS = 30;
/** The base, one a timer, and one to see how long it took. */
const READINGS_OF_AN_ARMING = PARAMS.count + 2;

/** A kit whose clock pauses the process after each of these readings, as a busy machine does. */
function pausingKit(pausesAfter: (reading: number) => boolean): {
  readonly kit: Kit;
  readonly fired: number[];
  readonly readings: () => number;
} {
  const fired: number[] = [];
  let readings = 0;
  const kit: Kit = {
    kinds: { arm: 1, fire: 2 },
    nonce: '0123456789abcdef',
    seed: 7,
    directory: '',
    traced: false,
    round: 0,
    cancelled: false,
    emit: (_kind, _key, id) => fired.push(id),
    sample() {},
    now() {
      const now = performance.now();
      if (pausesAfter(++readings)) while (performance.now() < now + PAUSE_MS);
      return Math.round(now * 1e6);
    },
    crc32: () => 0,
    endpoint: () => undefined,
    listening() {},
  };
  return { kit, fired, readings: () => readings };
}

const IN_ORDER = [0, 1, 2, 3, 4, 5];

describe.each<[string, Open]>([
  ['callbacks', callbacks],
  ['events', events],
  ['promises', promises],
  ['streams', streams],
])('%s', (_style, open) => {
  // The first reading is the base; each further one is that of a timer, before the loop reads its own.
  it.each([2, 3, 4, 5, 6, 7])(
    'fires in the order of deadlines though the process paused after reading %d',
    async (paused) => {
      const { kit, fired } = pausingKit((reading) => reading === paused);
      const workload = await open(PARAMS, kit);
      expect(await workload.round()).toBe(PARAMS.count);
      expect(fired).toEqual(IN_ORDER);
      await workload.close();
    },
  );

  it('gives up on a machine where no arming is quick, and each timer still fires once', async () => {
    const lastReading = READINGS_OF_AN_ARMING * 10;
    const { kit, fired, readings } = pausingKit(
      (reading) => reading <= lastReading && reading % READINGS_OF_AN_ARMING === 2,
    );
    const workload = await open(PARAMS, kit);
    expect(await workload.round()).toBe(PARAMS.count);
    expect(fired.toSorted((a, b) => a - b)).toEqual(IN_ORDER);
    // A sample each, after all armings: no eleventh began.
    expect(readings()).toBe(lastReading + PARAMS.count);
    await workload.close();
  });
});
