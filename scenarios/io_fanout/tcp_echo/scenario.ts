// io_fanout.tcp_echo: many connections at once, each sends its next message when the last one has come back.
import { crc32 } from '../../../harness/contract/digest.ts';
import { bytesOfNonce, randomBytes, writePayload } from '../../../harness/contract/payload.ts';
import { maskSeed } from '../../../harness/contract/stimulus.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { LONG, SMOKE } from '../../../harness/contract/pacing.ts';
import { quantileRatio, sliceCpu, sliceTime } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Profile,
  Scenario,
} from '../../../harness/contract/scenario.ts';

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

function* expected({ params, nonce, secret, traced }: Expectation): Iterable<ExpectedEvent> {
  const { connections, messages, bytes } = trafficOf(params);
  const nonceBytes = bytesOfNonce(nonce);
  const payload = new Uint8Array(bytes);
  for (let key = 0; key < connections; key++) {
    // In traced rounds the proxy masks what it passes to the server, so the reply is the masked message.
    const mask = traced ? randomBytes(messages * bytes, maskSeed(secret, key)) : null;
    yield { kind: 'open', key, id: 0, digest: 0 };
    for (let id = 0; id < messages; id++) {
      writePayload(payload, nonceBytes, key, id);
      if (mask !== null) applyMask(payload, mask, id * bytes);
      yield { kind: 'reply', key, id, digest: crc32(payload) };
    }
    yield { kind: 'end', key, id: 0, digest: 0 };
    yield { kind: 'close', key, id: 0, digest: messages * bytes };
  }
}

function applyMask(payload: Uint8Array, mask: Uint8Array, from: number): void {
  for (let i = 0; i < payload.length; i++) payload[i] = (payload[i] ?? 0) ^ (mask[from + i] ?? 0);
}

function set(
  connections: number,
  messages: number,
  bytes: number,
  pipeline: number,
  pacing: ParameterSet['pacing'],
): ParameterSet {
  const size = bytes < 1024 ? `${bytes}B` : `${bytes / 1024}KiB`;
  const name = `${connections}c-${size}-p${pipeline}`;
  return { name, params: { connections, messages, bytes, pipeline }, pacing };
}

/** More than any runtime reads or holds back at once. What it takes is of no interest, so there are no slices. */
const GREAT: ParameterSet = { ...set(2, 2, 307_200, 1, SMOKE), measurement: MEANING_NOT_SPEED };

const profiles: Readonly<Record<Profile, readonly ParameterSet[]>> = {
  smoke: [set(4, 8, 64, 1, SMOKE), GREAT],
  quick: [set(16, 75, 64, 1, LONG.quick)],
  standard: [
    set(16, 150, 64, 1, LONG.standard),
    set(16, 150, 64, 8, LONG.standard),
    set(16, 100, 4096, 1, LONG.standard),
    set(128, 20, 64, 1, LONG.standard),
  ],
  full: [
    set(2, 1500, 64, 1, LONG.full),
    set(16, 200, 64, 1, LONG.full),
    set(128, 25, 64, 1, LONG.full),
    set(512, 10, 64, 1, LONG.full),
    set(16, 200, 64, 16, LONG.full),
    set(16, 100, 4096, 1, LONG.full),
    set(16, 50, 65536, 1, LONG.full),
  ],
};

export const scenario: Scenario = {
  id: 'io_fanout.tcp_echo',
  version: 4,
  family: 'io_fanout',
  title: 'TCP echo',
  summary:
    'One loop serves many connections at once, client and server alike. Shows what a round trip costs, and how long it takes while others are under way.',
  parameters: {
    connections: { text: 'Connections open at the same time, at least 2.' },
    messages: { text: 'Messages on each connection in a round.' },
    bytes: { text: 'Length of a message, at least 16.', unit: 'B' },
    pipeline: { text: 'Messages of a connection that may be under way at once.' },
  },
  profiles,
  shrink: { connections: 2, messages: 1, bytes: 16, pipeline: 1 },
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
      text: 'The server has ended its side.',
      key: 'connection, from 0',
      id: '0',
      digest: '0',
    },
    {
      name: 'close',
      code: 4,
      order: 'sequence',
      text: 'The connection is closed.',
      key: 'connection, from 0',
      id: '0',
      digest: 'bytes that came back in all',
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
      text: 'Each connection opens, ends and closes exactly once, with its replies between open and end.',
      events: ['open', 'end', 'close'],
    },
    {
      kind: 'edge',
      id: 'I4',
      level: 'must',
      text: 'No reply comes on a connection before it is open: each reply belongs to a message that was sent there.',
      before: 'open',
      after: 'reply',
      join: 'key',
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
  metrics: [
    sliceTime('time', { title: 'time per round trip', primary: true, minimumEffect: 0.01 }),
    sliceCpu({ title: 'CPU per round trip', primary: true, minimumEffect: 0.01 }),
    quantileRatio('p50', 0.5, { title: 'round trip p50', primary: false, minimumEffect: 0.03 }),
    quantileRatio('p99', 0.99, { title: 'round trip p99', primary: false, minimumEffect: 0.1 }),
  ],
  measurement: {
    kind: 'sliced',
    sizes: {
      operations: ['connections', 'pipeline', 64],
      lead: ['connections', 'pipeline', 32],
      short: ['connections', 'pipeline', 8],
      gate: ['connections', 'pipeline', 8],
    },
    warmup: { gate: 20, ratio: 2 },
    warmupMs: 0,
    passes: { gate: 60, ratio: 5 },
    typical: 'wall',
    reason: 'Connections stay open from slice to slice, and each slice ends when its last reply is there.',
  },
  inFlight: ['connections', 'pipeline'],
  samples: {
    event: 'reply',
    value: { kind: 'round-trip', pipeline: 'pipeline' },
    atOnce: ['connections', 'pipeline'],
  },
  operation: 'round trip',
  comparesStyles: true,
  variants: ['toppad'],
  inDefaultRun: true,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: 'supported',
      promises: 'supported',
      streams: 'supported',
      blocking: {
        unsupported:
          'client and server share one thread: a blocking read would wait for a server that cannot run',
      },
    },
    python: {
      callbacks: 'supported',
      protocols: 'supported',
      generators: 'supported',
      coroutines: 'supported',
      blocking: {
        unsupported:
          'client and server share one thread: a blocking read would wait for a server that cannot run',
      },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => {
    const { connections, messages, bytes } = trafficOf(params);
    return { kind: 'echo-proxy', connections, bytesPerConnection: messages * bytes };
  },
  capacity: (params) => {
    const { connections, messages } = trafficOf(params);
    return { events: connections * (messages + 3), samples: connections * messages };
  },
  operations: (params) => {
    const { connections, messages } = trafficOf(params);
    return connections * messages;
  },
  expected,
};
