// io_fanout.shutdown: a server is told to close while its connections are idle, half asked and half answered; who waits for whom.
import { crc32 } from '../../../harness/contract/digest.ts';
import { SHUTDOWN_WAYS, messageOf, shutdownWay } from '../../../harness/contract/peer-stimulus.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';
import profilesOfFile from './profiles.json' with { type: 'json' };

/** What a runtime means by a closed server. */
interface Closing {
  /** Whether whoever waits for the server to be closed waits for its connections. */
  readonly waitsForConnections: boolean;
}

const profiles: Profiles<Closing> = profilesOfFile;

const connectionsOf = (params: Parameters): number => Number(params['each']) * SHUTDOWN_WAYS.length;

function* expected(context: Expectation): Iterable<ExpectedEvent> {
  const connections = connectionsOf(context.params);
  for (let key = 0; key < connections; key++) yield* ofConnection(context, key);
  const { waitsForConnections } = profileRow(profiles, context.runtime);
  yield { kind: 'closing', key: connections, id: 0, digest: connections };
  yield { kind: 'closed', key: connections + 1, id: 0, digest: waitsForConnections ? 0 : connections };
}

function* ofConnection({ params, secret, round }: Expectation, key: number): Iterable<ExpectedEvent> {
  const bytes = Number(params['bytes']);
  const way = shutdownWay(key);
  yield { kind: 'open', key, id: 0, digest: 0 };
  for (let id = 0; id < (way === 'idle' ? 2 : 1); id++) {
    yield { kind: 'request', key, id, digest: crc32(messageOf(secret, round, key, id, bytes)) };
    yield { kind: 'answered', key, id, digest: bytes };
  }
  yield { kind: way === 'silent' ? 'cut' : 'end', key, id: 0, digest: 0 };
  yield { kind: 'close', key, id: 0, digest: 0 };
}

function set(each: number, pacing: ParameterSet['pacing']): ParameterSet {
  return { name: `${each}x4c`, params: { each, bytes: 1024 }, pacing };
}

const CONNECTION = 'connection, from 0; by its remainder of 4 it is idle, half asked, answering or silent';

export const scenario: Scenario = {
  id: 'io_fanout.shutdown',
  version: 1,
  family: 'io_fanout',
  title: 'Shutdown',
  summary:
    'A server is told to close while its connections are idle, half asked, half answered and silent. Shows that they live on and nobody else gets in, and for whom the closed server waits.',
  parameters: {
    each: { text: 'Connections of each of the four ways.' },
    bytes: { text: 'Length of a request and of its answer, at least 16.', unit: 'B' },
  },
  profiles: {
    smoke: [set(2, SMOKE)],
    quick: [set(4, BRIEF.quick)],
    standard: [set(16, BRIEF.standard)],
    full: [set(32, BRIEF.full)],
  },
  shrink: { each: 1, bytes: 16 },
  alphabet: [
    {
      name: 'open',
      code: 1,
      order: 'sequence',
      text: 'The first bytes of a connection have come, and with them its key.',
      key: CONNECTION,
      id: '0',
      digest: '0',
    },
    {
      name: 'request',
      code: 2,
      order: 'sequence',
      text: 'A request has come whole.',
      key: CONNECTION,
      id: 'request, from 0',
      digest: 'CRC-32 of the request',
    },
    {
      name: 'answered',
      code: 3,
      order: 'sequence',
      text: 'The whole answer is handed over to be sent.',
      key: CONNECTION,
      id: 'request, from 0',
      digest: 'bytes of the answer',
    },
    {
      name: 'end',
      code: 4,
      order: 'sequence',
      text: 'The client has ended its side.',
      key: CONNECTION,
      id: '0',
      digest: '0',
    },
    {
      name: 'cut',
      code: 5,
      order: 'sequence',
      text: 'All others have ended, and the server drops the connection of a client that says nothing.',
      key: CONNECTION,
      id: '0',
      digest: '0',
    },
    {
      name: 'close',
      code: 6,
      order: 'sequence',
      text: 'The connection is closed.',
      key: CONNECTION,
      id: '0',
      digest: '0; 1 after an error',
    },
    {
      name: 'closing',
      code: 7,
      order: 'sequence',
      text: 'The server is told to close.',
      key: 'number of connections',
      id: '0',
      digest: 'connections that are neither ended nor cut',
    },
    {
      name: 'closed',
      code: 8,
      order: 'sequence',
      text: 'Whoever waited for the server to be closed goes on.',
      key: 'number of connections and one',
      id: '0',
      digest: 'connections that are neither ended nor cut',
    },
    {
      name: 'intruder',
      code: 9,
      order: 'raw',
      text: 'A connection has come after the server was told to close.',
      key: 'number of connections',
      id: '0',
      digest: '0',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I1',
      level: 'must',
      text: 'Each request is answered whole: one that was half asked or half answered when the server was told to close, and one that is asked afterwards.',
      events: ['request', 'answered'],
    },
    {
      kind: 'exact',
      id: 'I2',
      level: 'must',
      text: 'Each connection opens, ends or is cut, and closes exactly once and in this order, without an error.',
      events: ['open', 'end', 'cut', 'close'],
    },
    {
      kind: 'exact',
      id: 'I10',
      level: 'must',
      text: 'The server is told to close while all its connections are open.',
      events: ['closing'],
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'The server says exactly once that it is closed, and how many connections are open then follows the profile of the runtime.',
      events: ['closed'],
    },
    {
      kind: 'forbid',
      id: 'I13',
      level: 'must',
      text: 'Nobody gets in who comes after the server was told to close.',
      event: 'intruder',
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
        unsupported: 'sockets report what comes by events: `events` is the style of callbacks here',
      },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a pipe answers as it reads, and here answers are held back and cut' },
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: { unsupported: 'the server of asyncio is under test, and it reports to protocols' },
      protocols: 'supported',
      generators: { unsupported: 'a raw listening socket knows nothing of the connections it gave' },
      coroutines: 'supported',
      blocking: { unsupported: 'one blocking connection after the other is no fan-out' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({
    kind: 'shutdown',
    each: Number(params['each']),
    bytes: Number(params['bytes']),
  }),
  capacity: (params) => ({ events: 8 * connectionsOf(params) + 8, samples: 0 }),
  operations: connectionsOf,
  expected,
};
