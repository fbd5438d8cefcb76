// timers.mass, bare: an async function a timer, all awaited together. What a timer does when it fires is to be counted.
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
