// io_fanout.queue with promises: async functions that share a queue and a semaphore.
import { setImmediate as turn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { FifoQueue } from './fifo_queue.ts';
import { FifoSemaphore } from './fifo_semaphore.ts';

/** Keys of the trace. */
const QUEUE = 0;
const DELIVERIES = 1;
const GRANTS = 2;
const PRODUCERS = 1000;
const CONSUMERS = 2000;
const WORKERS = 3000;

type Kinds = Record<
  'taken' | 'item' | 'got' | 'turn' | 'granted' | 'given_up' | 'settled' | 'depth' | 'enter' | 'leave',
  number
>;

export function open(params: Parameters, kit: Kit): Workload {
  const [items, producers] = [Number(params['items']), Number(params['producers'])];
  const [laps, consumers] = [Number(params['laps']), Number(params['consumers'])];
  return {
    async round() {
      await produceAndConsume(params, kit);
      await serveInTurn(consumers, laps, kit);
      await workByPermit(params, kit);
      return producers * items + consumers * laps;
    },
    close() {},
  };
}

/** All at the same time. Some yield now and then, so that the queue is full at times and empty at others. */
async function produceAndConsume(params: Parameters, kit: Kit): Promise<void> {
  const kinds = kit.kinds as Kinds;
  const seed = seedOfNonce(kit.nonce);
  const items = Number(params['items']);
  const producers = Number(params['producers']);
  const consumers = Number(params['consumers']);
  const queue = new FifoQueue<number>(
    Number(params['capacity']),
    (depth) => kit.emit(kinds.depth, QUEUE, 0, depth),
    (id, place) => {
      kit.emit(kinds.taken, QUEUE, place, 0);
      kit.emit(kinds.item, PRODUCERS + Math.floor(id / items), id % items, valueOf(seed, id));
    },
  );
  const produce = async (producer: number): Promise<void> => {
    for (let item = 0; item < items; item++) {
      await queue.put(producer * items + item);
      if (item % 8 === producer) await turn();
    }
  };
  const total = producers * items;
  const consume = async (consumer: number): Promise<void> => {
    const share = Math.floor((total + consumer) / consumers);
    for (let count = 0; count < share; count++) {
      const id = await queue.get();
      kit.emit(kinds.got, DELIVERIES, id, valueOf(seed, id));
      if (count % 16 === consumer) await turn();
    }
  };
  await Promise.all([...indices(producers).map(produce), ...indices(consumers).map(consume)]);
}

/** All consumers wait before each item, so each has its turn. */
async function serveInTurn(consumers: number, laps: number, kit: Kit): Promise<void> {
  const kinds = kit.kinds as Kinds;
  const queue = new FifoQueue<number>(
    1,
    () => {},
    () => {},
  );
  const served = indices(consumers).map(async (consumer) => {
    for (let lap = 0; lap < laps; lap++) kit.emit(kinds.turn, CONSUMERS + consumer, await queue.get(), 0);
  });
  for (let id = 0; id < consumers * laps; id++) {
    // By then who had the last item waits again.
    await turn();
    await queue.put(id);
  }
  await Promise.all(served);
}

async function workByPermit(params: Parameters, kit: Kit): Promise<void> {
  const kinds = kit.kinds as Kinds;
  const permits = Number(params['permits']);
  const workers = Number(params['workers']);
  const victims = Number(params['victims']);
  const semaphore = new FifoSemaphore(permits);
  const [never, doomed, racing] = [new AbortController(), new AbortController(), new AbortController()];

  const work = async (worker: number): Promise<void> => {
    kit.emit(kinds.enter, WORKERS + worker, 0, 0);
    // The first one to leave is the first one that came.
    for (let left = worker === 0 ? 1 : 2 + (worker % 3); left > 0; left--) await turn();
    kit.emit(kinds.leave, WORKERS + worker, 0, 0);
    semaphore.release();
    // The racer is the first that waits: it has just been let in.
    if (worker === 0) racing.abort();
  };
  const employ = async (worker: number): Promise<void> => {
    await semaphore.acquire(never.signal);
    kit.emit(kinds.granted, GRANTS, worker, 0);
    await work(worker);
  };
  const giveUp = async (worker: number): Promise<void> => {
    const letIn = await admitted(semaphore, doomed.signal);
    if (letIn) await work(worker);
    kit.emit(kinds.given_up, WORKERS + worker, 0, letIn ? 1 : 0);
  };
  const race = async (worker: number): Promise<void> => {
    if (await admitted(semaphore, racing.signal)) await work(worker);
    kit.emit(kinds.settled, WORKERS + worker, 0, 0);
  };

  const first = indices(permits).map(employ);
  const racer = race(workers + victims);
  const rest: Promise<void>[] = [];
  for (let i = 0; i < Math.max(workers - permits, victims); i++) {
    if (i < victims) rest.push(giveUp(workers + i));
    if (permits + i < workers) rest.push(employ(permits + i));
  }
  doomed.abort();
  await Promise.all([...first, racer, ...rest]);
}

async function admitted(semaphore: FifoSemaphore, signal: AbortSignal): Promise<boolean> {
  try {
    await semaphore.acquire(signal);
    return true;
  } catch {
    return false;
  }
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const seedOfNonce = (nonce: string): number =>
  Number.parseInt(nonce.slice(0, 8), 16) ^ Number.parseInt(nonce.slice(8, 16), 16);

/** The finaliser of MurmurHash3. */
function valueOf(seed: number, id: number): number {
  let h = (seed ^ id) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
