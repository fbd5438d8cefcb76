// timers.deadlines, bare: an async function for each timer, armed out of order, all awaited together. Each computes the time that is left until its deadline, as a program with deadlines must.
import { setTimeout as sleep } from 'node:timers/promises';

export function open({ count, firstMs, gapMs }) {
  const scattered = (id) => Math.imul(id + 1, 0x9e3779b1) >>> 0;
  const order = Array.from({ length: count }, (_, id) => id).sort((a, b) => scattered(a) - scattered(b));
  return {
    async round() {
      let fired = 0;
      const timer = async (dueMs) => {
        await sleep(Math.ceil(dueMs - performance.now()));
        fired++;
      };
      const base = performance.now();
      await Promise.all(order.map((id) => timer(base + firstMs + id * gapMs)));
      return fired;
    },
  };
}
