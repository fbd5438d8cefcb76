// io_fanout.half_close: a client ends its side together with its last bytes and only then gets its answer, on many connections at once.
import { crc32 } from '../../../harness/contract/digest.ts';
import { requestOf } from '../../../harness/contract/peer-stimulus.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
  Stimulus,
} from '../../../harness/contract/scenario.ts';

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  const bytes = Number(params['bytes']);
  for (let key = 0; key < Number(params['connections']); key++) {
    yield { kind: 'open', key, id: 0, digest: 0 };
    yield { kind: 'end', key, id: 0, digest: crc32(requestOf(secret, round, key, bytes)) };
    yield { kind: 'reply', key, id: 0, digest: bytes };
    yield { kind: 'close', key, id: 0, digest: 0 };
  }
}

function set(connections: number, bytes: number, pacing: ParameterSet['pacing']): ParameterSet {
  const params = { connections, bytes, tailBytes: 512 };
  return { name: `${connections}c-${bytes / 1024}KiB`, params, pacing };
}

export const scenario: Scenario = {
  id: 'io_fanout.half_close',
  version: 2,
  family: 'io_fanout',
  title: 'Half-close',
  summary:
    'Clients end their side and then wait for the reply. Shows that the end of what is read is not the end of what can still be written, and that it does not swallow what came with it.',
  parameters: {
    connections: { text: 'Connections open at the same time, at least 2.' },
    bytes: { text: 'Length of a request and of its reply, at least 4 more than `tailBytes`.', unit: 'B' },
    tailBytes: {
      text: 'Amount of data that is there at the same moment as the end of a request.',
      unit: 'B',
    },
  },
  profiles: {
    // The second is more than any runtime reads or holds back at once.
    smoke: [set(4, 4096, SMOKE), set(2, 307_200, SMOKE)],
    quick: [set(16, 16384, BRIEF.quick)],
    standard: [set(64, 16384, BRIEF.standard)],
    full: [set(64, 16384, BRIEF.full), set(16, 262144, BRIEF.full)],
  },
  shrink: { connections: 2, bytes: 1024 },
  alphabet: [
    {
      name: 'open',
      code: 1,
      order: 'sequence',
      text: 'The first bytes of a connection have come, and with them its key.',
      key: 'connection, from 0',
      id: '0',
      digest: '0',
    },
    {
      name: 'end',
      code: 2,
      order: 'sequence',
      text: 'The client has ended its side.',
      key: 'connection, from 0',
      id: '0',
      digest: 'CRC-32 of everything that it sent',
    },
    {
      name: 'reply',
      code: 3,
      order: 'sequence',
      text: 'The reply is handed over to be sent.',
      key: 'connection, from 0',
      id: '0',
      digest: 'bytes of the reply',
    },
    {
      name: 'close',
      code: 4,
      order: 'sequence',
      text: 'The connection is closed without an error.',
      key: 'connection, from 0',
      id: '0',
      digest: '0; 1 after an error',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I2',
      level: 'must',
      text: 'Each connection opens, ends, is answered and closes exactly once and in this order, and the whole reply comes back.',
      events: ['open', 'reply', 'close'],
    },
    {
      kind: 'exact',
      id: 'I1',
      level: 'must',
      text: 'Each request arrives whole before its end, also the bytes that come together with the end.',
      events: ['end'],
    },
    {
      kind: 'edge',
      id: 'I2a',
      level: 'must',
      text: 'No reply is sent before the client has ended its side.',
      before: 'end',
      after: 'reply',
      join: 'key',
    },
    {
      kind: 'overlap',
      id: 'I10',
      level: 'must',
      text: 'At some moment at least two connections are open.',
      open: 'open',
      close: 'close',
      atLeast: 2,
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
        unsupported: 'sockets report their end by events: `events` is the style of callbacks here',
      },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a pipe answers while it still reads, and here the end has to come first' },
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: { unsupported: 'asyncio reports the end of a stream only to protocols' },
      protocols: 'supported',
      generators: {
        unsupported: 'the default of the API is under test, and a raw socket has no such default',
      },
      coroutines: 'supported',
      blocking: { unsupported: 'one blocking connection after the other is no fan-out' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({ kind: 'half-close', ...trafficOf(params) }),
  capacity: (params) => ({ events: 8 * Number(params['connections']), samples: 0 }),
  operations: (params) => Number(params['connections']),
  expected,
};

function trafficOf(params: Parameters): Omit<Extract<Stimulus, { kind: 'half-close' }>, 'kind'> {
  return {
    connections: Number(params['connections']),
    bytes: Number(params['bytes']),
    tailBytes: Number(params['tailBytes']),
  };
}
