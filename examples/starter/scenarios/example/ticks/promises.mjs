// example.ticks with promises: a loop that awaits `setTimeout` of timers/promises.
import { setTimeout as sleep } from 'node:timers/promises';

/** @type {import('evenloop/kit').Open} */
export function open(params, kit) {
  const [periodMs, ticks] = [Number(params.periodMs), Number(params.ticks)];
  const [periodUs, periodNs] = [periodMs * 1000, periodMs * 1e6];
  const { arm, fire } = kit.kinds;
  const { emit, now, sample } = kit;

  return {
    /** One complete round; answers the number of its operations. */
    async round() {
      for (let id = 0; id < ticks; id++) {
        emit(arm, 0, id, periodUs);
        const armedNs = now();
        await sleep(periodMs);
        const wokenNs = now();
        emit(fire, 0, id, periodUs);
        sample(wokenNs - armedNs - periodNs);
      }
      return ticks;
    },
    close() {},
  };
}
