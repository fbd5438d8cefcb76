// io_fanout.gather, bare: `Promise.allSettled` over async functions that sleep and then have a value, or fail with it.
import { setTimeout as sleep } from 'node:timers/promises';

class UnitFailed extends Error {
  constructor(value) {
    super('the unit fails, as it was told to');
    this.value = value;
  }
}

export function open({ units, gathers, sleepMs, failEvery }, { nonce }) {
  const seed = Number.parseInt(nonce.slice(0, 8), 16);

  const unit = async (id) => {
    await sleep(sleepMs);
    const value = Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
    if ((id + 1) % failEvery === 0) throw new UnitFailed(value);
    return value;
  };

  return {
    async round() {
      let results = 0;
      for (let first = 0; first < gathers * units; first += units) {
        const settled = await Promise.allSettled(Array.from({ length: units }, (_, i) => unit(first + i)));
        for (const { status, value, reason } of settled)
          results += (status === 'fulfilled' ? value : reason.value) === undefined ? 0 : 1;
      }
      return results;
    },
  };
}
