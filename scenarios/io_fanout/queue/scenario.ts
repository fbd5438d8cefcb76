// io_fanout.queue: a bounded queue and a semaphore, the same few lines in both languages, under several users and cancellation.
import { mix32 } from '../../../harness/contract/digest.ts';
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

/** Keys of the trace. Producers, consumers and workers have one each, from these on. */
const QUEUE = 0;
const DELIVERIES = 1;
const GRANTS = 2;
const PRODUCERS = 1000;
const CONSUMERS = 2000;
const WORKERS = 3000;

interface Sizes {
  readonly producers: number;
  readonly items: number;
  readonly consumers: number;
  readonly laps: number;
  readonly workers: number;
  readonly victims: number;
}

function sizesOf(params: Parameters): Sizes {
  return {
    producers: Number(params['producers']),
    items: Number(params['items']),
    consumers: Number(params['consumers']),
    laps: Number(params['laps']),
    workers: Number(params['workers']),
    victims: Number(params['victims']),
  };
}

function* expected({ params, nonce }: Expectation): Iterable<ExpectedEvent> {
  const { producers, items, consumers, laps, workers, victims } = sizesOf(params);
  const seed = seedOfNonce(nonce);
  for (let id = 0; id < producers * items; id++) {
    const producer = Math.floor(id / items);
    yield { kind: 'taken', key: QUEUE, id, digest: 0 };
    yield { kind: 'item', key: PRODUCERS + producer, id: id % items, digest: mix32(seed ^ id) };
    yield { kind: 'got', key: DELIVERIES, id, digest: mix32(seed ^ id) };
  }
  for (let id = 0; id < consumers * laps; id++)
    yield { kind: 'turn', key: CONSUMERS + (id % consumers), id, digest: 0 };
  for (let id = 0; id < workers; id++) yield { kind: 'granted', key: GRANTS, id, digest: 0 };
  for (let id = 0; id < victims; id++)
    yield { kind: 'given_up', key: WORKERS + workers + id, id: 0, digest: 0 };
  yield { kind: 'settled', key: WORKERS + workers + victims, id: 0, digest: 0 };
}

/** Styles that could be, but would show nothing else. */
const NOT_STYLES = { unsupported: 'queue and semaphore are under test, not styles: one shows them' } as const;

function set(items: number, workers: number, pacing: ParameterSet['pacing']): ParameterSet {
  const users = { producers: 4, consumers: 3, capacity: 4, permits: 3 };
  const params = { ...users, items, laps: Math.ceil(items / 5), workers, victims: Math.ceil(workers / 4) };
  return { name: `${4 * items}i-${workers}w`, params, pacing };
}

export const scenario: Scenario = {
  id: 'io_fanout.queue',
  version: 1,
  family: 'io_fanout',
  title: 'Queue',
  summary:
    'Producers and consumers share a bounded queue, workers share a semaphore, and some give up waiting. Shows that order, bound and fairness hold, and what an item costs.',
  parameters: {
    producers: { text: 'Producers that put items at the same time.' },
    items: { text: 'Items of each producer.' },
    consumers: { text: 'Consumers that wait for items at the same time.' },
    capacity: { text: 'Items that the queue holds at most.' },
    laps: { text: 'Items that each consumer gets when all of them wait in turn.' },
    permits: { text: 'Workers that may be at work at once, at least 2.' },
    workers: { text: 'Workers that wait until they may, more than permits.' },
    victims: { text: 'Further workers that are cancelled while they wait.' },
  },
  profiles: {
    smoke: [set(20, 12, SMOKE)],
    quick: [set(250, 60, BRIEF.quick)],
    standard: [set(1000, 100, BRIEF.standard)],
    full: [set(2500, 200, BRIEF.full)],
  },
  alphabet: [
    {
      name: 'taken',
      code: 1,
      order: 'sequence',
      text: 'The queue hands out an item.',
      key: 'always 0',
      id: 'the place that the item had among all that were let in',
      digest: '0',
    },
    {
      name: 'item',
      code: 2,
      order: 'sequence',
      text: 'The queue hands out an item, as its producer sees it.',
      key: 'producer, from 1000',
      id: 'item of the producer, from 0',
      digest: 'its value',
    },
    {
      name: 'got',
      code: 3,
      order: 'free',
      text: 'A consumer has an item.',
      key: 'always 1',
      id: 'item, counted through all producers',
      digest: 'its value',
    },
    {
      name: 'turn',
      code: 4,
      order: 'sequence',
      text: 'A consumer has an item while all of them wait in turn.',
      key: 'consumer, from 2000',
      id: 'item, counted through the laps',
      digest: '0',
    },
    {
      name: 'granted',
      code: 5,
      order: 'sequence',
      text: 'A worker may begin.',
      key: 'always 2',
      id: 'worker, from 0',
      digest: '0',
    },
    {
      name: 'given_up',
      code: 6,
      order: 'sequence',
      text: 'A worker that was cancelled knows it.',
      key: 'worker, from 3000',
      id: '0',
      digest: '0; 1 if it was let in all the same',
    },
    {
      name: 'settled',
      code: 7,
      order: 'sequence',
      text: 'The worker that was cancelled in the turn in which it was let in has come to an end, one way or the other.',
      key: 'worker, from 3000',
      id: '0',
      digest: '0',
    },
    {
      name: 'depth',
      code: 8,
      order: 'raw',
      text: 'The queue has let an item in.',
      key: 'always 0',
      id: '0',
      digest: 'items that it holds now',
    },
    {
      name: 'enter',
      code: 9,
      order: 'raw',
      text: 'A worker is at work.',
      key: 'worker, from 3000',
      id: '0',
      digest: '0',
    },
    {
      name: 'leave',
      code: 10,
      order: 'raw',
      text: 'A worker is about to give its permit back.',
      key: 'worker, from 3000',
      id: '0',
      digest: '0',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I11',
      level: 'must',
      text: 'The queue hands out items in the order in which it accepted them, each exactly once, and those of one producer in its order.',
      events: ['taken', 'item'],
    },
    {
      kind: 'multiset',
      id: 'I11a',
      level: 'must',
      text: 'Each item reaches exactly one consumer.',
      events: ['got'],
    },
    {
      kind: 'exact',
      id: 'I11b',
      level: 'must',
      text: 'Consumers are served in the order in which they began to wait: none starves.',
      events: ['turn'],
    },
    {
      kind: 'at-most',
      id: 'I11c',
      level: 'must',
      text: 'The queue never holds more than its capacity.',
      event: 'depth',
      atMost: 'capacity',
    },
    {
      kind: 'exact',
      id: 'I12',
      level: 'must',
      text: 'Workers are admitted in the order in which they came, and every one of them is.',
      events: ['granted'],
    },
    {
      kind: 'concurrency',
      id: 'I12a',
      level: 'must',
      text: 'At most as many workers are at work as there are permits, even when waiting workers are cancelled.',
      open: 'enter',
      close: 'leave',
      atMost: 'permits',
    },
    {
      kind: 'overlap',
      id: 'I10',
      level: 'must',
      text: 'At some moment at least two workers are at work.',
      open: 'enter',
      close: 'leave',
      atLeast: 2,
    },
    {
      kind: 'exact',
      id: 'I7',
      level: 'must',
      text: 'A worker that is cancelled while it waits learns it exactly once and is never admitted.',
      events: ['given_up', 'settled'],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per item', primary: true, minimumEffect: 0.05 }),
    wallPerOperation({ title: 'time per item', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'item',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: NOT_STYLES,
      events: NOT_STYLES,
      promises: 'supported',
      streams: { unsupported: 'a stream is a bounded queue of its own, with another contract' },
      blocking: { unsupported: 'with one blocking thread there is no other worker to wait for' },
    },
    python: {
      callbacks: NOT_STYLES,
      protocols: { unsupported: 'no transport takes part' },
      generators: NOT_STYLES,
      coroutines: 'supported',
      blocking: { unsupported: 'with one blocking thread there is no other worker to wait for' },
      nurseries: {
        unsupported:
          'the queue and the semaphore are made of futures, which trio has not; its channels have no hooks to count by',
      },
    },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: (params) => {
    const { producers, items, consumers, laps, workers, victims } = sizesOf(params);
    return { events: 5 * producers * items + 3 * consumers * laps + 4 * (workers + victims + 1), samples: 0 };
  },
  operations: (params) => {
    const { producers, items, consumers, laps } = sizesOf(params);
    return producers * items + consumers * laps;
  },
  expected,
};
