// timers.sleep_loop, bare: a loop that awaits one sleep after the other.
import { setTimeout as sleep } from 'node:timers/promises';

export function open({ periodMs, ticks }) {
  return {
    async round() {
      for (let tick = 0; tick < ticks; tick++) await sleep(periodMs);
      return ticks;
    },
  };
}
