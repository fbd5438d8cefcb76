// io_fanout.reset: connections that are reset at random points, others that end as they should, and some that are refused.
import { crc32 } from '../../../harness/contract/digest.ts';
import { messageOf, resetPlan } from '../../../harness/contract/peer-stimulus.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

/** What a failure is called, whatever the language calls it: ECONNRESET, EPIPE, ConnectionResetError; ECONNREFUSED, .. */
const RESET = 1;
const REFUSED = 2;

interface Traffic {
  readonly connections: number;
  readonly messages: number;
  readonly bytes: number;
  readonly strangers: number;
}

function trafficOf(params: Parameters): Traffic {
  return {
    connections: Number(params['connections']),
    messages: Number(params['messages']),
    bytes: Number(params['bytes']),
    strangers: Number(params['strangers']),
  };
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  const { connections, messages, bytes, strangers } = trafficOf(params);
  for (const [key, plan] of resetPlan(secret, round, connections, messages, bytes).entries()) {
    yield { kind: 'open', key, id: 0, digest: 0 };
    for (let id = 0; id < plan.messages; id++)
      yield { kind: 'message', key, id, digest: crc32(messageOf(secret, round, key, id, bytes)) };
    if (plan.reset) yield { kind: 'failed', key, id: 0, digest: RESET };
    else yield { kind: 'end', key, id: 0, digest: 0 };
    yield { kind: 'close', key, id: 0, digest: 0 };
  }
  for (let id = 0; id < strangers; id++) yield { kind: 'stranger', key: connections, id: 0, digest: RESET };
  for (let id = 0; id < Number(params['refusals']); id++)
    yield { kind: 'refused', key: connections + 1, id, digest: REFUSED };
}

function set(connections: number, strangers: number, pacing: ParameterSet['pacing']): ParameterSet {
  const params = { connections, messages: 4, bytes: 64, strangers, refusals: strangers };
  return { name: `${connections}c`, params, pacing };
}

export const scenario: Scenario = {
  id: 'io_fanout.reset',
  version: 1,
  family: 'io_fanout',
  title: 'Reset',
  summary:
    'Clients reset their connections at random points, or before they have sent anything; others end normally. Shows that each failure is reported exactly once and with the right kind.',
  parameters: {
    connections: { text: 'Connections open at the same time, at least 2.' },
    messages: { text: 'The most messages of a connection.' },
    bytes: { text: 'Length of a message, at least 8.', unit: 'B' },
    strangers: { text: 'Further connections that are reset before they have sent anything.' },
    refusals: { text: 'Connections that the workload opens to an endpoint without a listener.' },
  },
  profiles: {
    smoke: [set(6, 2, SMOKE)],
    quick: [set(16, 4, BRIEF.quick)],
    standard: [set(64, 8, BRIEF.standard)],
    full: [set(128, 16, BRIEF.full)],
  },
  shrink: { connections: 2, messages: 1, strangers: 0, refusals: 0 },
  alphabet: [
    {
      name: 'open',
      code: 1,
      order: 'sequence',
      text: 'The first message of a connection has come, and with it its key.',
      key: 'connection, from 0',
      id: '0',
      digest: '0',
    },
    {
      name: 'message',
      code: 2,
      order: 'sequence',
      text: 'A message has come whole, and is sent back.',
      key: 'connection, from 0',
      id: 'message, from 0, as it says itself',
      digest: 'CRC-32 of the message',
    },
    {
      name: 'failed',
      code: 3,
      order: 'sequence',
      text: 'The connection has failed.',
      key: 'connection, from 0',
      id: '0',
      digest: '1: it was reset, or ended within a message; another number if it was something else',
    },
    {
      name: 'end',
      code: 4,
      order: 'sequence',
      text: 'The client has ended its side, between two messages.',
      key: 'connection, from 0',
      id: '0',
      digest: '0',
    },
    {
      name: 'close',
      code: 5,
      order: 'sequence',
      text: 'The connection is closed.',
      key: 'connection, from 0',
      id: '0',
      digest: '0',
    },
    {
      name: 'stranger',
      code: 6,
      order: 'free',
      text: 'A connection is over without a message.',
      key: 'number of connections',
      id: '0',
      digest: '1: it was reset; 0: it ended as if it should',
    },
    {
      name: 'refused',
      code: 7,
      order: 'free',
      text: 'A connection could not be had.',
      key: 'number of connections and one',
      id: 'attempt, from 0',
      digest: '2: it was refused; another number if it was something else',
    },
    {
      name: 'truncated',
      code: 8,
      order: 'raw',
      text: 'The end of a connection was told within a message.',
      key: 'connection, from 0',
      id: '0',
      digest: 'bytes of the message that had come',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I3',
      level: 'must',
      text: 'A connection that is reset fails exactly once, and one that ends does not fail.',
      events: ['failed', 'end'],
    },
    {
      kind: 'exact',
      id: 'I2',
      level: 'must',
      text: 'Each connection opens and closes exactly once, and nothing comes after its close.',
      events: ['open', 'close'],
    },
    {
      kind: 'exact',
      id: 'I1',
      level: 'must',
      text: 'Exactly the messages that were answered have arrived, whole and in order.',
      events: ['message'],
    },
    {
      kind: 'multiset',
      id: 'I3a',
      level: 'must',
      text: 'A connection that is reset before it has sent anything fails exactly once.',
      events: ['stranger'],
    },
    {
      kind: 'multiset',
      id: 'I3b',
      level: 'must',
      text: 'A connection without a listener is refused, exactly once.',
      events: ['refused'],
    },
    {
      kind: 'forbid',
      id: 'I3c',
      level: 'must',
      text: 'A reset is reported as a reset and not as an end, also when earlier bytes are still unread.',
      event: 'truncated',
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per connection', primary: true, minimumEffect: 0.05 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'connection',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: {
        unsupported: 'sockets report their failure by events: `events` is the style of callbacks here',
      },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a pipe hides on which side it broke' },
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: { unsupported: 'asyncio reports the failure of a stream only to protocols' },
      protocols: 'supported',
      generators: {
        unsupported: "the failure as the API's streams report it is under test; a raw socket reports its own",
      },
      coroutines: 'supported',
      blocking: { unsupported: 'one blocking connection after the other is no fan-out' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({ kind: 'reset', ...trafficOf(params) }),
  capacity: (params) => {
    const { connections, messages, strangers } = trafficOf(params);
    return {
      events: connections * (messages + 6) + 2 * strangers + 2 * Number(params['refusals']),
      samples: 0,
    };
  },
  operations: (params) =>
    Number(params['connections']) + Number(params['strangers']) + Number(params['refusals']),
  expected,
};
