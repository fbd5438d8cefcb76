// What all styles of ordering.wakeup share: the other thread, and what the loop records when it asks and when it is woken.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { aheadNs, cellsForClocks } from './thread_clock.ts';

export interface WakeRequest {
  readonly first: number;
  readonly count: number;
}

export interface WakeUp {
  readonly id: number;
  readonly value: number;
  /** By the clock of the other thread. */
  readonly sentNs: number;
}

export interface Wakes {
  readonly worker: Worker;
  /** How many are asked for one by one, and how many in all. */
  readonly single: number;
  readonly all: number;
  /** Asks for so many wake-ups. */
  ask(first: number, count: number): void;
  /** Records one that has arrived. */
  woken(wakeUp: WakeUp): void;
}

export async function startWakes(params: Parameters, kit: Kit): Promise<Wakes> {
  const single = Number(params['wakes']);
  const seed = Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16);
  const { ask, woken } = kit.kinds as { ask: number; woken: number };
  const cells = cellsForClocks();
  const worker = new Worker(new URL('waker.js', import.meta.url), { workerData: { seed, cells } });
  await once(worker, 'message');
  const ahead = aheadNs(cells);

  return {
    worker,
    single,
    all: single + Number(params['burst']),
    ask(first, count) {
      for (let id = first; id < first + count; id++) kit.emit(ask, 0, id, 0);
      worker.postMessage({ first, count } satisfies WakeRequest);
    },
    woken({ id, value, sentNs }) {
      if (id < single) kit.sample(Number(process.hrtime.bigint()) - (sentNs - ahead));
      kit.emit(woken, 1, id, value);
    },
  };
}
