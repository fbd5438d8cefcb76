// io_fanout.unix_socket: an echo over a Unix socket, and what becomes of the files that such sockets are.
import { crc32 } from '../../../harness/contract/digest.ts';
import { bytesOfNonce, randomBytes, writePayload } from '../../../harness/contract/payload.ts';
import { profileRow } from '../../../harness/contract/runtime-profile.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Profiles } from '../../../harness/contract/runtime-profile.ts';
import { maskSeed } from '../../../harness/contract/stimulus.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';
import profilesOfFile from './profiles.json' with { type: 'json' };

/** What a runtime does with the file of a Unix socket. */
interface SocketFiles {
  /** Whether a server may listen where the file of a dead one lies. */
  readonly listensOverStale: boolean;
  /** Whether the file of a server is still there when it is closed. */
  readonly leavesFile: boolean;
  /** Whether a server may listen where another one lives. It takes its address away: clients come to the second one. */
  readonly takesOverLiving: boolean;
}

const profiles: Profiles<SocketFiles> = profilesOfFile;

/** The number of the failure "connection refused", as in `io_fanout.reset`. */
const REFUSED = 2;

/** Who answers at the path of a living server, as its byte says. */
const NOBODY = 0;
const FIRST = 1;
const SECOND = 2;

/** Styles that would show nothing else. */
const ELSEWHERE = {
  unsupported: '`io_fanout.tcp_echo` compares the styles of sockets; here the file is under test',
} as const;

interface Traffic {
  readonly connections: number;
  readonly messages: number;
  readonly bytes: number;
}

function trafficOf(params: Parameters): Traffic {
  return {
    connections: Number(params['connections']),
    messages: Number(params['messages']),
    bytes: Number(params['bytes']),
  };
}

function* expected(context: Expectation): Iterable<ExpectedEvent> {
  const { connections } = trafficOf(context.params);
  for (let key = 0; key < connections; key++) yield* ofConnection(context, key);
  const { listensOverStale, leavesFile, takesOverLiving } = profileRow(profiles, context.runtime);
  yield { kind: 'refused', key: connections, id: 0, digest: REFUSED };
  yield { kind: 'over_stale', key: connections, id: 0, digest: listensOverStale ? 1 : 0 };
  yield { kind: 'left', key: connections, id: 0, digest: leavesFile ? 1 : 0 };
  yield { kind: 'over_living', key: connections + 1, id: 0, digest: takesOverLiving ? 1 : 0 };
  // Who answers while both are there, and when the first one is closed.
  yield { kind: 'reached', key: connections + 1, id: 0, digest: takesOverLiving ? SECOND : FIRST };
  yield { kind: 'reached', key: connections + 1, id: 1, digest: takesOverLiving ? SECOND : NOBODY };
  yield { kind: 'stood', key: connections + 2, id: 0, digest: FIRST };
  yield { kind: 'left', key: connections + 3, id: 0, digest: leavesFile ? 1 : 0 };
}

function* ofConnection(context: Expectation, key: number): Iterable<ExpectedEvent> {
  const { messages, bytes } = trafficOf(context.params);
  const nonceBytes = bytesOfNonce(context.nonce);
  const payload = new Uint8Array(bytes);
  // In traced rounds the proxy masks what it passes to the server, so the reply is the masked message.
  const mask = context.traced ? randomBytes(messages * bytes, maskSeed(context.secret, key)) : null;
  yield { kind: 'open', key, id: 0, digest: 0 };
  for (let id = 0; id < messages; id++) {
    writePayload(payload, nonceBytes, key, id);
    if (mask !== null) applyMask(payload, mask, id * bytes);
    yield { kind: 'reply', key, id, digest: crc32(payload) };
  }
  yield { kind: 'end', key, id: 0, digest: messages * bytes };
}

function applyMask(payload: Uint8Array, mask: Uint8Array, from: number): void {
  for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[from + i] ?? 0);
}

function set(connections: number, messages: number, pacing: ParameterSet['pacing']): ParameterSet {
  return { name: `${connections}c-${messages}m`, params: { connections, messages, bytes: 64 }, pacing };
}

/** More than any runtime reads or holds back at once, and more than the buffer of a Unix socket takes. */
const GREAT: ParameterSet = {
  name: '2c-2m-300KiB',
  params: { connections: 2, messages: 2, bytes: 307_200 },
  pacing: SMOKE,
};

export const scenario: Scenario = {
  id: 'io_fanout.unix_socket',
  version: 2,
  family: 'io_fanout',
  title: 'Unix socket',
  summary:
    'Many connections over a Unix socket, and the files that such sockets leave. Shows what a round trip costs without TCP, and which runtime removes the files.',
  parameters: {
    connections: { text: 'Connections open at the same time, at least 2.' },
    messages: { text: 'Messages on each connection in a round, one after the other.' },
    bytes: { text: 'Length of a message, at least 16.', unit: 'B' },
  },
  profiles: {
    smoke: [set(4, 4, SMOKE), GREAT],
    quick: [set(8, 50, BRIEF.quick)],
    standard: [set(16, 150, BRIEF.standard)],
    full: [set(16, 200, BRIEF.full)],
  },
  shrink: { connections: 2, messages: 1, bytes: 16 },
  alphabet: [
    {
      name: 'open',
      code: 1,
      order: 'sequence',
      text: 'The client is connected.',
      key: 'connection, from 0',
      id: '0',
      digest: '0',
    },
    {
      name: 'reply',
      code: 2,
      order: 'sequence',
      text: 'All bytes of a reply have come back.',
      key: 'connection, from 0',
      id: 'message, from 0',
      digest: 'CRC-32 of the bytes that came back',
    },
    {
      name: 'end',
      code: 3,
      order: 'sequence',
      text: 'The server has ended its side, and the connection is closed.',
      key: 'connection, from 0',
      id: '0',
      digest: 'bytes that came back in all',
    },
    {
      name: 'refused',
      code: 4,
      order: 'sequence',
      text: 'A client has asked for a connection where the file of a dead server lies.',
      key: 'number of connections',
      id: '0',
      digest: '2: it was refused; 0: it was accepted; another number if it was something else',
    },
    {
      name: 'over_stale',
      code: 5,
      order: 'sequence',
      text: 'A server has tried to listen there.',
      key: 'number of connections',
      id: '0',
      digest: '1: it listens; 0: the address is in use',
    },
    {
      name: 'left',
      code: 6,
      order: 'sequence',
      text: 'All servers that listened elsewhere are closed.',
      key: 'number of connections; and three: at the path of the living server',
      id: '0',
      digest: '1: a file is still there; 0: it is gone',
    },
    {
      name: 'over_living',
      code: 7,
      order: 'sequence',
      text: 'A second server has tried to listen where the first one lives.',
      key: 'number of connections and one',
      id: '0',
      digest: '1: it listens; 0: the address is in use',
    },
    {
      name: 'reached',
      code: 8,
      order: 'sequence',
      text: 'A client has asked there for a connection.',
      key: 'number of connections and one',
      id: '0: while the first server lives; 1: after it was closed',
      digest: '1: the first server answered; 2: the second one; 0: nobody',
    },
    {
      name: 'stood',
      code: 9,
      order: 'sequence',
      text: 'A connection that the first server had before the second one came has got an answer after it.',
      key: 'number of connections and two',
      id: '0',
      digest: '1: from the first server; 0: none',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I1',
      level: 'must',
      text: 'The bytes of each connection come back exact and in order.',
      events: ['reply'],
    },
    {
      kind: 'exact',
      id: 'I2',
      level: 'must',
      text: 'Each connection opens and ends exactly once, with its replies in between.',
      events: ['open', 'end'],
    },
    {
      kind: 'exact',
      id: 'I3',
      level: 'must',
      text: 'A connection to the leftover file of a dead server is refused.',
      events: ['refused'],
    },
    {
      kind: 'exact',
      id: 'P1',
      level: 'must',
      text: 'Whether a server may listen at such a file, and whether the file of a closed server stays, follows the profile of the runtime.',
      events: ['over_stale', 'left'],
    },
    {
      kind: 'exact',
      id: 'P2',
      level: 'must',
      text: 'Whether a second server may listen where one lives, and who answers there then, follows the profile of the runtime.',
      events: ['over_living', 'reached'],
    },
    {
      kind: 'exact',
      id: 'I17',
      level: 'must',
      text: 'A connection that the first server has stays with it, whoever listens at its path.',
      events: ['stood'],
    },
    {
      kind: 'overlap',
      id: 'I10',
      level: 'must',
      text: 'At some moment at least two connections are open.',
      open: 'open',
      close: 'end',
      atLeast: 2,
    },
  ],
  metrics: [cpuPerOperation({ title: 'CPU per round trip', primary: true, minimumEffect: 0.03 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'round trip',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: ELSEWHERE,
      events: ELSEWHERE,
      promises: 'supported',
      streams: ELSEWHERE,
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: ELSEWHERE,
      protocols: ELSEWHERE,
      generators: { unsupported: 'a raw socket does nothing with its file: there would be nothing to test' },
      coroutines: 'supported',
      blocking: { unsupported: 'client and server share one thread: a blocking read would never return' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => {
    const { connections, messages, bytes } = trafficOf(params);
    return { kind: 'echo-proxy', connections, bytesPerConnection: messages * bytes };
  },
  capacity: (params) => {
    const { connections, messages } = trafficOf(params);
    return { events: connections * (messages + 4) + 16, samples: 0 };
  },
  operations: (params) => {
    const { connections, messages } = trafficOf(params);
    return connections * messages;
  },
  expected,
};
