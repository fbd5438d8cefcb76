// dispatch.broadcast: one publisher, many subscribers with bounded buffers, one of them slow.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, wallPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Key of what is published; subscriber `s` has the key `s + 1`. */
const PUBLISHER = 0;

function* expected({ params, nonce }: Expectation): Iterable<ExpectedEvent> {
  const subscribers = Number(params['subscribers']);
  const messages = Number(params['messages']);
  const seed = seedOfNonce(nonce);
  const value = (id: number): number => Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
  for (let id = 0; id < messages; id++) {
    yield { kind: 'publish', key: PUBLISHER, id, digest: value(id) };
    for (let key = 1; key <= subscribers; key++) yield { kind: 'deliver', key, id, digest: value(id) };
  }
  for (let key = 1; key <= subscribers; key++) yield { kind: 'end', key, id: messages, digest: 0 };
}

const deliveries = (params: Expectation['params']): number =>
  Number(params['subscribers']) * Number(params['messages']);

export const scenario: Scenario = {
  id: 'dispatch.broadcast',
  version: 1,
  family: 'dispatch',
  title: 'Broadcast',
  summary:
    'One publisher, many subscribers with bounded buffers, one of them slow. Each gets everything in order, and no buffer overflows.',
  parameters: {
    subscribers: { text: 'Subscribers. The first one is slow.' },
    messages: { text: 'Messages in a round, each to all subscribers.' },
    bound: { text: 'Messages that the buffer of a subscriber may hold.' },
    slowTurns: { text: 'Turns of the loop that the slow subscriber takes for each message.' },
  },
  profiles: {
    smoke: [
      { name: '3x20', params: { subscribers: 3, messages: 20, bound: 4, slowTurns: 2 }, pacing: SMOKE },
    ],
    quick: [
      {
        name: '10x200',
        params: { subscribers: 10, messages: 200, bound: 8, slowTurns: 2 },
        pacing: BRIEF.quick,
      },
    ],
    standard: [
      {
        name: '10x1000',
        params: { subscribers: 10, messages: 1000, bound: 16, slowTurns: 2 },
        pacing: pacing(200, 1000, 3),
      },
    ],
    full: [
      {
        name: '10x1000',
        params: { subscribers: 10, messages: 1000, bound: 16, slowTurns: 2 },
        pacing: LONG.full,
      },
      {
        name: '100x200',
        params: { subscribers: 100, messages: 200, bound: 16, slowTurns: 2 },
        pacing: LONG.full,
      },
    ],
  },
  shrink: { subscribers: 1, messages: 1 },
  alphabet: [
    {
      name: 'publish',
      code: 1,
      order: 'sequence',
      text: 'A message is about to be handed to all subscribers.',
      key: 'always 0',
      id: 'message, from 0',
      digest: 'value of the message, from the nonce',
    },
    {
      name: 'deliver',
      code: 2,
      order: 'sequence',
      text: 'A subscriber has taken a message out of its buffer.',
      key: 'subscriber, from 1',
      id: 'message, counted by the subscriber',
      digest: 'value of the message',
    },
    {
      name: 'end',
      code: 3,
      order: 'sequence',
      text: 'A subscriber knows that nothing more will come.',
      key: 'subscriber, from 1',
      id: 'messages that it has got',
      digest: 'always 0',
    },
    {
      name: 'peak',
      code: 4,
      order: 'raw',
      text: 'The most that the buffer of a subscriber held.',
      key: 'subscriber, from 1',
      id: 'always 0',
      digest: 'messages',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L3',
      level: 'must',
      text: 'Each subscriber gets every message exactly once and in order, and then learns of the end.',
      events: ['publish', 'deliver', 'end'],
    },
    {
      kind: 'edge',
      id: 'L3e',
      level: 'must',
      text: 'A message is published before it is delivered.',
      before: 'publish',
      after: 'deliver',
      join: 'id',
    },
    {
      kind: 'at-most',
      id: 'I5',
      level: 'must',
      text: 'No buffer ever holds more than its bound: the publisher waits for the slowest subscriber.',
      event: 'peak',
      atMost: 'bound',
    },
    {
      kind: 'count',
      id: 'I5c',
      level: 'must',
      text: 'The peak of each buffer is reported.',
      event: 'peak',
      product: ['subscribers'],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per delivery', primary: true, minimumEffect: 0.03 }),
    wallPerOperation({ title: 'time per delivery', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'delivery',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: { unsupported: 'a bounded buffer of callbacks is the one that the promises await' },
      events: { unsupported: 'an emitter has no buffer: its listeners are as fast as the publisher' },
      promises: 'supported',
      streams: 'supported',
      blocking: { unsupported: 'where calls block, publisher and subscribers need threads of their own' },
    },
    python: {
      callbacks: { unsupported: 'a bounded buffer of callbacks is the queue that the coroutines await' },
      protocols: { unsupported: 'a protocol reacts to a transport, and this scenario has no transport' },
      generators: { unsupported: 'a generator holds one message at a time and needs no buffer' },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block, publisher and subscribers need threads of their own' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: (params) => ({
    events: 2 * (deliveries(params) + Number(params['messages']) + 2 * Number(params['subscribers'])),
    samples: 0,
  }),
  operations: deliveries,
  expected,
};
