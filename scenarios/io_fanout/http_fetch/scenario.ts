// io_fanout.http_fetch: many HTTP requests at once to a few slow servers, over connections that are used again. Some fail, some are cancelled, one deadline lies over all.
import { crc32 } from '../../../harness/contract/digest.ts';
import { SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import {
  cpuPerOperation,
  quantileRatio,
  wallPerOperation,
} from '../../../harness/contract/standard-metrics.ts';
import { CANCELLED, bodyOf, requestAt, upstreamPlan } from '../../../harness/contract/upstream-plan.ts';
import type { UpstreamPlan, UpstreamTraffic } from '../../../harness/contract/upstream-plan.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  EventKind,
  Expectation,
  ExpectedEvent,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

/** What a failure is called, whatever the language calls it. */
const FAILURE = { status: 1, cut: 2 } as const;

function trafficOf(params: Parameters): UpstreamTraffic {
  return {
    upstreams: Number(params['upstreams']),
    pool: Number(params['pool']),
    each: Number(params['each']),
    bytes: Number(params['bytes']),
    delayMs: Number(params['delayMs']),
  };
}

/** As in `fetching.ts`, where the workloads have it: 3 to 6 ms. */
function cancelledAfterMs(seed: number, request: number): number {
  return 3 + ((seed + request) % 4);
}

function* expected(context: Expectation): Iterable<ExpectedEvent> {
  const { params, secret, round, traced } = context;
  const traffic = trafficOf(params);
  const { upstreams, each } = traffic;
  for (let upstream = 0; upstream < upstreams; upstream++) {
    const plans = upstreamPlan(traffic, secret, round, traced, upstream);
    for (const [place, plan] of plans.entries())
      yield* courseOf(context, traffic, requestAt(traffic, upstream, place), plan);
  }
  for (const [index, kind] of (['over', 'fresh', 'left'] as const).entries())
    for (let id = 0; id < upstreams; id++) yield { kind, key: upstreams * each + index, id, digest: 0 };
}

function* courseOf(
  { params, seed, secret, round }: Expectation,
  { bytes }: UpstreamTraffic,
  request: number,
  { answer }: UpstreamPlan,
): Iterable<ExpectedEvent> {
  const own = { key: request, id: request };
  const event = (kind: string, digest: number): ExpectedEvent => ({ kind, ...own, digest });
  const isCancelled = answer === 'endless' || answer === 'unanswered';
  const leastMs = isCancelled ? cancelledAfterMs(seed, request) : Number(params['deadlineMs']);
  yield event('asked', 1000 * leastMs);
  if (answer !== 'silent' && answer !== 'unanswered') yield event('head', answer === 'error' ? 500 : 200);
  if (answer === 'whole') yield event('done', crc32(bodyOf(secret, round, request, bytes)));
  else if (answer === 'error') yield event('failed', FAILURE.status);
  else if (answer === 'cut') yield event('failed', FAILURE.cut);
  else if (answer === 'silent') yield event('expired', 0);
  else {
    yield event('cancel', 0);
    yield event('cancelled', 0);
  }
}

/** Of a body without an end, the pieces that may come before it is cancelled. */
const PIECES = 66;

function set(
  upstreams: number,
  pool: number,
  each: number,
  bytes: number,
  pacing: ParameterSet['pacing'],
): ParameterSet {
  const size = bytes < 1024 ? `${bytes}B` : `${bytes / 1024}KiB`;
  const deadlineMs = pacing === SMOKE ? 800 : 2000;
  const params = { upstreams, pool, each, bytes, delayMs: 3, deadlineMs };
  return { name: `${upstreams}u-${pool}c-${upstreams * each}r-${size}`, params, pacing };
}

/** A client of HTTP is much code: it takes some thousand requests until it is compiled. */
const WARMED = { quick: pacing(600, 400, 3), standard: pacing(1500, 1500, 3), full: pacing(3000, 4000, 3) };

function ofRequest(name: string, code: number, text: string, digest: string): EventKind {
  return { name, code, order: 'sequence', text, key: 'request, from 0', id: 'the request', digest };
}

function ofServer(name: string, code: number, more: string, digest: string): EventKind {
  const text = 'All requests are over, and the harness says what it has counted.';
  return {
    name,
    code,
    order: 'sequence',
    text,
    key: `number of requests${more}`,
    id: 'server, from 0',
    digest,
  };
}

export const scenario: Scenario = {
  id: 'io_fanout.http_fetch',
  version: 1,
  family: 'io_fanout',
  title: 'HTTP fetch',
  summary:
    'A program asks many things of a few slow HTTP servers at once, over connections that are used again. Some answers fail, some requests are cancelled, and one deadline lies over all.',
  parameters: {
    upstreams: { text: 'HTTP servers that are asked.' },
    pool: { text: 'The most connections to one of them at once, at least 2.' },
    each: { text: 'Requests to each of them in a round.' },
    bytes: { text: 'Length of a body, at least 2.', unit: 'B' },
    delayMs: { text: 'The longest time that a server takes to answer.', unit: 'ms' },
    deadlineMs: { text: 'Time after which what has no answer is given up.', unit: 'ms' },
  },
  profiles: {
    smoke: [set(2, 3, 8, 1000, SMOKE)],
    quick: [set(4, 4, 32, 1024, WARMED.quick)],
    standard: [set(4, 4, 32, 1024, WARMED.standard), set(4, 4, 16, 65_536, WARMED.standard)],
    full: [
      set(4, 4, 32, 1024, WARMED.full),
      set(8, 16, 64, 1024, WARMED.full),
      set(4, 4, 16, 65_536, WARMED.full),
    ],
  },
  shrink: { upstreams: 1, each: 1, bytes: 2 },
  alphabet: [
    ofRequest(
      'asked',
      1,
      'The request is given to the client, which may have it wait for a connection.',
      'microseconds before which it may not be given up: by its cancellation, or by the deadline',
    ),
    ofRequest('head', 2, 'The head of the answer has come.', 'status of the answer'),
    ofRequest('done', 3, 'The answer has come whole.', 'CRC-32 of its body'),
    ofRequest(
      'failed',
      4,
      'The request has failed.',
      '1: by its status, and its body has come whole; 2: its connection ended within the body; 3: by something else',
    ),
    ofRequest('cancel', 5, 'The client has been told to give the request up.', '0'),
    ofRequest('cancelled', 6, 'The client says that it has given the request up.', '0'),
    ofRequest('expired', 7, 'The client says that the deadline has ended the request.', '0'),
    {
      ...ofRequest(
        'piece',
        8,
        'A piece of a body that is going to be cancelled has come.',
        'bytes of the piece',
      ),
      order: 'raw',
    },
    ofServer('over', 9, '', 'connections to this server beyond the pool that were open at once'),
    ofServer(
      'fresh',
      10,
      ' and one',
      'connections to this server beyond the pool and one for each request whose answer was not read to its end',
    ),
    ofServer('left', 11, ' and two', 'connections to this server that nobody has closed'),
  ],
  rules: [
    {
      kind: 'exact',
      id: 'I1',
      level: 'must',
      text: 'Each answer that comes whole is told exactly once, with the bytes that the server sent.',
      events: ['done'],
    },
    {
      kind: 'exact',
      id: 'I2',
      level: 'must',
      text: 'Each request is asked once, and the head of its answer comes once, before its end.',
      events: ['asked', 'head'],
    },
    {
      kind: 'exact',
      id: 'I3',
      level: 'must',
      text: 'A request fails exactly when its answer says so or ends within its body, once, and by that kind.',
      events: ['failed'],
    },
    {
      kind: 'exact',
      id: 'I7',
      level: 'must',
      text: 'A request that is cancelled ends as cancelled, exactly once, whether it has an answer, has none, or waits for its turn.',
      events: ['cancel', 'cancelled'],
    },
    {
      kind: 'never-after',
      id: 'I7d',
      level: 'must',
      text: 'Nothing of a body is delivered after its request was cancelled.',
      event: 'piece',
      after: 'cancel',
      join: 'key',
    },
    {
      kind: 'exact',
      id: 'I19',
      level: 'must',
      text: 'What has no answer at the deadline ends there, exactly once, and nothing else does.',
      events: ['expired'],
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'No request is cancelled before its time, within the tolerance that its runtime documents.',
      start: 'asked',
      end: 'cancel',
    },
    {
      kind: 'not-before',
      id: 'T3d',
      level: 'must',
      text: 'The deadline ends nothing before its time, within the same tolerance.',
      start: 'asked',
      end: 'expired',
    },
    {
      kind: 'exact',
      id: 'I20',
      level: 'must',
      text: 'Connections to a server are at no moment more than the pool.',
      events: ['over'],
    },
    {
      kind: 'exact',
      id: 'I21',
      level: 'must',
      text: 'A connection whose answer was read to its end is used again: a server gets no more than the pool, and one for each that was not.',
      events: ['fresh'],
    },
    {
      kind: 'exact',
      id: 'I22',
      level: 'must',
      text: 'At the end every connection is closed.',
      events: ['left'],
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per request', primary: true, minimumEffect: 0.03 }),
    wallPerOperation({ title: 'time to all answers, per request', primary: false, minimumEffect: 0.05 }),
    quantileRatio('p50', 0.5, { title: 'time to an answer p50', primary: false, minimumEffect: 0.05 }),
    quantileRatio('p99', 0.99, { title: 'time to an answer p99', primary: false, minimumEffect: 0.1 }),
  ],
  measurement: {
    kind: 'plain',
    reason:
      'The servers answer late, and that is what a round waits for: whole rounds in fresh processes, with the other CPUs for the servers.',
  },
  samples: { event: 'done', value: { kind: 'latency', start: 'asked' } },
  operation: 'request',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: {
        unsupported:
          'http.request answers by a callback whose argument is an emitter: `callbacks` is both here',
      },
      promises: 'supported',
      streams: { unsupported: 'a pipe behind the body adds what its sink costs, and no other way to ask' },
      blocking: { unsupported: 'node has no blocking sockets' },
    },
    python: {
      callbacks: {
        unsupported: 'asyncio has callbacks for sockets alone: HTTP by hand on top of them is `protocols`',
      },
      protocols: 'supported',
      generators: { unsupported: 'HTTP by hand on raw sockets is told by `protocols`' },
      coroutines: 'supported',
      blocking: { unsupported: 'neither a cancellation nor a deadline over all reaches a blocking read' },
      nurseries: 'supported',
    },
  },
  stimulus: (params) => ({ kind: 'upstreams', ...trafficOf(params) }),
  capacity: (params) => {
    const { upstreams, each } = trafficOf(params);
    const endless = upstreams * Math.ceil(each / CANCELLED.of);
    return { events: upstreams * (4 * each + 3) + PIECES * endless, samples: upstreams * each };
  },
  operations: (params) => Number(params['upstreams']) * Number(params['each']),
  expected,
};
