// io_fanout.udp: datagrams of all sizes, the empty one and the largest among them, are answered in whatever order.
import { crc32 } from '../../../harness/contract/digest.ts';
import { datagramAnswer } from '../../../harness/contract/peer-stimulus.ts';
import { bytesOfNonce, writePayload } from '../../../harness/contract/payload.ts';
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

/** Keys of the trace. */
const RECEIVED = 0;
const SENT = 1;
const RECEIVED_EMPTY = 2;

interface Traffic {
  readonly datagrams: number;
  readonly empty: number;
  readonly bytes: number;
  readonly largest: number;
}

function trafficOf(params: Parameters): Traffic {
  return {
    datagrams: Number(params['datagrams']),
    empty: Number(params['empty']),
    bytes: Number(params['bytes']),
    largest: Number(params['largest']),
  };
}

function* expected({ params, nonce, secret, round }: Expectation): Iterable<ExpectedEvent> {
  const { datagrams, empty, bytes, largest } = trafficOf(params);
  const nonceBytes = bytesOfNonce(nonce);
  for (let id = 0; id < datagrams; id++) {
    // The last one is as large as a datagram can be.
    const payload = new Uint8Array(id === datagrams - 1 ? largest : bytes);
    writePayload(payload, nonceBytes, RECEIVED, id);
    const digest = crc32(datagramAnswer(secret, round, id, payload));
    yield { kind: 'sent', key: SENT, id, digest: payload.length };
    yield { kind: 'received', key: RECEIVED, id, digest };
  }
  for (let i = 0; i < empty; i++) {
    yield { kind: 'sent', key: SENT, id: datagrams, digest: 0 };
    yield { kind: 'received_empty', key: RECEIVED_EMPTY, id: datagrams, digest: 0 };
  }
}

function set(datagrams: number, bytes: number, pacing: ParameterSet['pacing']): ParameterSet {
  const params = { datagrams, empty: 4, bytes, largest: 65507, window: 8 };
  return { name: `${datagrams}d-${bytes}B`, params, pacing };
}

export const scenario: Scenario = {
  id: 'io_fanout.udp',
  version: 1,
  family: 'io_fanout',
  title: 'Datagrams',
  summary:
    'Datagrams of all sizes go to a peer and come back, a few under way at once. Shows what a datagram costs, and that the empty one arrives, too.',
  parameters: {
    datagrams: { text: 'Datagrams of a round, without the empty ones.' },
    empty: { text: 'Empty datagrams of a round.' },
    bytes: {
      text: 'Length of a datagram, at least 24: what lies behind its header comes back masked.',
      unit: 'B',
    },
    largest: { text: 'Length of the last one; 65507 is the most that there can be.', unit: 'B' },
    window: {
      text: 'Datagrams that may be under way at once: more would overflow the buffer of the kernel.',
    },
  },
  profiles: {
    smoke: [set(12, 64, SMOKE)],
    quick: [set(100, 64, BRIEF.quick)],
    standard: [set(400, 64, BRIEF.standard), set(400, 1400, BRIEF.standard)],
    full: [set(1000, 64, BRIEF.full), set(1000, 1400, BRIEF.full)],
  },
  alphabet: [
    {
      name: 'sent',
      code: 1,
      order: 'free',
      text: 'A datagram is handed over to be sent.',
      key: 'always 1',
      id: 'datagram, from 0; the number of datagrams for an empty one',
      digest: 'length in bytes',
    },
    {
      name: 'received',
      code: 2,
      order: 'free',
      text: 'The answer to a datagram has come.',
      key: 'always 0',
      id: 'datagram, from 0',
      digest: 'CRC-32 of the answer',
    },
    {
      name: 'received_empty',
      code: 3,
      order: 'free',
      text: 'The answer to an empty datagram has come, empty itself.',
      key: 'always 2: in rounds without a trace a loss can be told apart by its key alone',
      id: 'the number of datagrams',
      digest: 'always 0',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'I8',
      level: 'must',
      text: 'Each datagram arrives exactly once and whole, and so does its answer, in any order.',
      events: ['received'],
    },
    {
      kind: 'multiset',
      id: 'I8e',
      level: 'must',
      text: 'An empty datagram also arrives exactly once, and so does its answer.',
      events: ['received_empty'],
    },
    {
      kind: 'multiset',
      id: 'I8a',
      level: 'must',
      text: 'Each datagram is sent exactly once.',
      events: ['sent'],
    },
    {
      kind: 'edge',
      id: 'I8b',
      level: 'must',
      text: 'No answer comes before its datagram is sent.',
      before: 'sent',
      after: 'received',
      join: 'id',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per datagram', primary: true, minimumEffect: 0.05 }),
    wallPerOperation({ title: 'time per datagram', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  operation: 'datagram',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: { unsupported: 'datagrams come by an event: `events` is the style of callbacks here' },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a stream has no boundaries, and a datagram is nothing else' },
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: {
        unsupported: 'asyncio hands over datagrams by protocols: `protocols` is the style of callbacks here',
      },
      protocols: 'supported',
      generators: 'supported',
      coroutines: 'supported',
      blocking: { unsupported: 'a datagram may be lost, and a blocking read would never return' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => {
    const { datagrams, empty } = trafficOf(params);
    return { kind: 'datagrams', datagrams, empty };
  },
  capacity: (params) => {
    const { datagrams, empty } = trafficOf(params);
    return { events: 4 * (datagrams + empty), samples: 0 };
  },
  operations: (params) => Number(params['datagrams']) + Number(params['empty']),
  expected,
};
