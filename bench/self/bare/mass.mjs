// timers.mass, bare: an async function per timer, all awaited together. A timer that fires is counted.
import { setTimeout as sleep } from 'node:timers/promises';

export function open({ count, spreadMs }) {
  let fired = 0;
  const timer = async (id) => {
    await sleep(1 + (id % spreadMs));
    fired++;
  };
  return {
    async round() {
      fired = 0;
      const timers = [];
      for (let id = 0; id < count; id++) timers.push(timer(id));
      await Promise.all(timers);
      return fired;
    },
  };
}
