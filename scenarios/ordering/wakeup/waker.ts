// The other thread of ordering.wakeup: for each request sends so many wake-ups, each with its value and the time of sending.
import { parentPort, workerData } from 'node:worker_threads';
import { answerForClock } from './thread_clock.ts';
import type { WakeRequest, WakeUp } from './wakes.ts';

const { seed, cells } = workerData as { readonly seed: number; readonly cells: SharedArrayBuffer };

parentPort?.on('message', ({ first, count }: WakeRequest) => {
  for (let id = first; id < first + count; id++) {
    const value = Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
    const wakeUp: WakeUp = { id, value, sentNs: Number(process.hrtime.bigint()) };
    parentPort?.postMessage(wakeUp);
  }
});

parentPort?.postMessage('here');
answerForClock(cells);
