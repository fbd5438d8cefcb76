// timers.mass with callbacks: one `setTimeout` a timer, the last callback ends the wave.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const count = Number(params['count']);
  const spreadMs = Number(params['spreadMs']);
  const { arm, fire } = kit.kinds as { arm: number; fire: number };

  const wave = (timers: number, done: () => void): void => {
    let left = timers;
    const fired = (id: number, delayMs: number): void => {
      kit.emit(fire, 0, id, delayMs * 1000);
      if (--left === 0) done();
    };
    for (let id = 0; id < timers; id++) {
      const delayMs = 1 + (id % spreadMs);
      if (kit.traced) kit.emit(arm, 0, id, delayMs * 1000);
      setTimeout(fired, delayMs, id, delayMs);
    }
  };

  const waves = (left: number, done: () => void): void => {
    if (left === 0) return done();
    const timers = atOnce(left, count);
    wave(timers, () => waves(left - timers, done));
  };

  return {
    round: () => new Promise((resolve) => wave(count, () => resolve(count))),
    slice: (operations) => new Promise((resolve) => waves(operations, resolve)),
    close() {},
  };
}

/** As many as in a round, and what would be left alone goes with the last of them. */
const atOnce = (left: number, count: number): number => (left < 2 * count ? left : count);
