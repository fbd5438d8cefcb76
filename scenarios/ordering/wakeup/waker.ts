// The other thread of ordering.wakeup: for each request sends so many wake-ups, each with its value and the time of sending.
import { parentPort, workerData } from 'node:worker_threads';
import type { WakeRequest, WakeUp } from './wakes.ts';

const { seed } = workerData as { readonly seed: number };

parentPort?.on('message', ({ first, count }: WakeRequest) => {
  for (let id = first; id < first + count; id++) {
    const value = Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
    const wakeUp: WakeUp = { id, value, sentNs: Number(process.hrtime.bigint()) };
    parentPort?.postMessage(wakeUp);
  }
});
