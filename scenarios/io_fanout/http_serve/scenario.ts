// io_fanout.http_serve: a server of HTTP that clients of the harness ask in an open loop at fixed rates, after some that pipeline, half-close and go away.
import {
  connectionCount,
  httpRequestDigest,
  httpRequestOf,
  isEndless,
  requestCount,
} from '../../../harness/contract/http-plan.ts';
import type { HttpTraffic } from '../../../harness/contract/http-plan.ts';
import { SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, rateQuantile } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { MetricSpec } from '../../../harness/contract/metric.ts';
import type {
  EventKind,
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

const RATES = ['lowPerSecond', 'middlePerSecond', 'highPerSecond'] as const;

function trafficOf(params: Parameters): HttpTraffic {
  return {
    connections: Number(params['connections']),
    bytes: Number(params['bytes']),
    stepMs: Number(params['stepMs']),
    ratesPerSecond: RATES.map((name) => Number(params[name])),
  };
}

function* expected({ params, secret, round }: Expectation): Iterable<ExpectedEvent> {
  const traffic = trafficOf(params);
  const count = requestCount(traffic);
  for (let key = 0; key < count; key++) {
    const own = { key, id: key };
    const digest = httpRequestDigest(httpRequestOf(traffic, secret, round, key));
    yield { kind: 'request', ...own, digest };
    if (isEndless(key)) {
      yield { kind: 'begun', ...own, digest: 0 };
      yield { kind: 'gone', ...own, digest: 0 };
    } else yield { kind: 'answered', ...own, digest: traffic.bytes };
  }
  yield { kind: 'closed', key: count, id: 0, digest: connectionCount(traffic) };
}

/** Of an answer without an end, the most pieces that are recorded: two clients leave within such an answer. */
const PIECES = 64;
const LEAVING = 2;

function set(
  connections: number,
  bytes: number,
  stepMs: number,
  [low, middle, high]: readonly [number, number, number],
  paced: ParameterSet['pacing'],
): ParameterSet {
  const size = bytes < 1024 ? `${bytes}B` : `${bytes / 1024}KiB`;
  const rates = { lowPerSecond: low, middlePerSecond: middle, highPerSecond: high };
  return {
    name: `${connections}c-${high}ps-${size}`,
    params: { connections, bytes, stepMs, ...rates },
    pacing: paced,
  };
}

/** A server of HTTP is much code: it takes some thousand requests until it is compiled. */
const WARMED = { quick: pacing(1200, 600, 5), standard: pacing(1500, 2000, 5), full: pacing(3000, 6000, 5) };

function ofRequest(name: string, code: number, text: string, digest: string): EventKind {
  return { name, code, order: 'sequence', text, key: 'request, from 0', id: 'the request', digest };
}

function quantilesAt(rate: number, name: string): MetricSpec[] {
  const about = (quantile: string, minimumEffect: number) => ({
    title: `time to an answer ${quantile}, ${name} rate`,
    primary: false,
    minimumEffect,
  });
  return [
    rateQuantile(`p50-${name}`, rate, 0.5, about('p50', 0.05)),
    rateQuantile(`p99-${name}`, rate, 0.99, about('p99', 0.1)),
  ];
}

export const scenario: Scenario = {
  id: 'io_fanout.http_serve',
  version: 1,
  family: 'io_fanout',
  title: 'HTTP serve',
  summary:
    'A server of HTTP answers clients of the harness: first some that pipeline, half-close and go away within an answer, then an open loop at three fixed rates, whose latencies count from when each request was due.',
  parameters: {
    connections: { text: 'Connections over which the open loop asks.' },
    bytes: { text: 'Length of a body, of a request and of an answer.', unit: 'B' },
    stepMs: { text: 'How long each rate is asked for.', unit: 'ms' },
    lowPerSecond: { text: 'Requests a second, first.', unit: '1/s' },
    middlePerSecond: { text: 'Requests a second, second.', unit: '1/s' },
    highPerSecond: { text: 'Requests a second, last.', unit: '1/s' },
  },
  profiles: {
    smoke: [set(2, 100, 40, [100, 200, 400], SMOKE)],
    quick: [set(16, 1024, 40, [500, 1000, 2000], WARMED.quick)],
    standard: [
      set(16, 1024, 40, [500, 1000, 2000], WARMED.standard),
      set(16, 16_384, 40, [500, 1000, 2000], WARMED.standard),
    ],
    full: [
      set(16, 1024, 40, [500, 1000, 2000], WARMED.full),
      set(64, 1024, 40, [1000, 2000, 4000], WARMED.full),
      set(16, 16_384, 40, [500, 1000, 2000], WARMED.full),
    ],
  },
  shrink: { connections: 1, bytes: 1, stepMs: 1 },
  alphabet: [
    ofRequest('request', 1, 'A request has come whole.', 'CRC-32 of its target and, behind it, its body'),
    ofRequest('answered', 2, 'The whole answer is handed over to be sent.', 'bytes of its body'),
    ofRequest('begun', 3, 'The head of an answer without an end is handed over to be sent.', '0'),
    {
      ...ofRequest('piece', 4, 'A piece of an answer without an end is handed over.', 'bytes of the piece'),
      order: 'raw',
    },
    ofRequest('gone', 5, 'The client has gone away within its answer.', '0'),
    {
      name: 'closed',
      code: 6,
      order: 'sequence',
      text: 'The clients are through, and no connection is open any more.',
      key: 'number of requests',
      id: '0',
      digest: 'connections of the round',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I2',
      level: 'must',
      text: 'Each request is told once, with the target and the body that its client sent; one that does not come whole is not told.',
      events: ['request'],
    },
    {
      kind: 'exact',
      id: 'I1',
      level: 'must',
      text: 'Each request is answered exactly once, in the order in which they came on their connection, with the bytes that belong to it.',
      events: ['answered'],
    },
    {
      kind: 'edge',
      id: 'I1a',
      level: 'must',
      text: 'No answer is given before its request has come whole.',
      before: 'request',
      after: 'answered',
      join: 'key-id',
    },
    {
      kind: 'exact',
      id: 'I23',
      level: 'must',
      text: 'A client that goes away within its answer is noticed, exactly once.',
      events: ['begun', 'gone'],
    },
    {
      kind: 'never-after',
      id: 'I23d',
      level: 'must',
      text: 'Nothing of an answer is handed over after its client was noticed to be gone.',
      event: 'piece',
      after: 'gone',
      join: 'key',
    },
    {
      kind: 'overlap',
      id: 'I10',
      level: 'must',
      text: 'Two answers without an end are under way at once.',
      open: 'begun',
      close: 'gone',
      atLeast: LEAVING,
    },
    {
      kind: 'exact',
      id: 'I24',
      level: 'must',
      text: 'A connection is kept until its client or a request on it ends it, and then it is closed: at the end none is open.',
      events: ['closed'],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per request', primary: true, minimumEffect: 0.03 }),
    ...quantilesAt(0, 'low'),
    ...quantilesAt(1, 'middle'),
    ...quantilesAt(2, 'high'),
  ],
  measurement: {
    kind: 'plain',
    reason:
      'The clients decide when a request is due, and need a CPU of their own to be on time: whole rounds in fresh processes, with the other CPUs for the clients.',
  },
  operation: 'request',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: {
        unsupported: 'the callback of http.createServer gets two emitters: `callbacks` is both here',
      },
      promises: 'supported',
      streams: { unsupported: 'an answer is one buffer: a pipe to it adds nothing but its own cost' },
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: {
        unsupported: 'asyncio has callbacks for sockets alone: HTTP by hand on top of them is `protocols`',
      },
      protocols: 'supported',
      generators: { unsupported: 'HTTP by hand on raw sockets is told by `protocols`' },
      coroutines: 'supported',
      blocking: { unsupported: 'one blocking connection after the other is no fan-out' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({ kind: 'http-clients', ...trafficOf(params) }),
  capacity: (params) => ({ events: 3 * requestCount(trafficOf(params)) + LEAVING * PIECES + 1, samples: 0 }),
  operations: (params) => requestCount(trafficOf(params)),
  expected,
};
