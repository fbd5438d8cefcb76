// limits.token_bucket: many requests ask a limiter at once. A burst passes, the others follow one by one, in the order in which they asked.
import { cpuPerOperation, defineScenario, pacing, quantileDifference } from 'evenloop';
import { waitUs } from './waiting.mjs';

export const scenario = defineScenario({
  id: 'limits.token_bucket',
  version: 1,
  family: 'limits',
  title: 'Token bucket',
  summary:
    'Requests ask a limiter at once: a burst passes, then one each refill. Shows what waiting in it costs and how late it is.',
  parameters: {
    burst: { text: 'Requests that pass at once.' },
    refillMs: { text: 'Time to the next token.', unit: 'ms' },
    requests: { text: 'Requests in a round.' },
  },
  profiles: {
    smoke: [{ name: '4b-2ms', params: { burst: 4, refillMs: 2, requests: 8 }, pacing: pacing(0, 1, 1) }],
    quick: [
      { name: '10b-2ms', params: { burst: 10, refillMs: 2, requests: 40 }, pacing: pacing(60, 500, 2) },
    ],
    standard: [
      { name: '10b-2ms', params: { burst: 10, refillMs: 2, requests: 50 }, pacing: pacing(200, 1000, 3) },
    ],
    full: [
      { name: '100b-1ms', params: { burst: 100, refillMs: 1, requests: 200 }, pacing: pacing(500, 4000, 3) },
    ],
  },
  shrink: { burst: 1, requests: 2 },
  alphabet: [
    {
      name: 'ask',
      code: 1,
      order: 'free',
      text: 'A request asks the limiter.',
      key: 'always 0',
      id: 'request, from 0',
      digest: 'how long it must wait after the first request, in microseconds',
    },
    {
      name: 'pass',
      code: 2,
      order: 'sequence',
      text: 'The request may pass.',
      key: 'always 0',
      id: 'request, from 0',
      digest: 'as when it asked',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'Q1',
      level: 'must',
      text: 'Each request passes exactly once, in the order in which they asked.',
      events: ['ask', 'pass'],
    },
    {
      kind: 'not-before',
      id: 'Q2',
      level: 'must',
      text: 'Beyond the burst no request passes before its token is there, counted from the first request.',
      start: 'ask',
      end: 'pass',
      from: 'first',
    },
    {
      kind: 'edge',
      id: 'Q3',
      level: 'must',
      text: 'A request passes only after it asked.',
      before: 'ask',
      after: 'pass',
      join: 'key-id',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per request', primary: true, minimumEffect: 0.02 }),
    quantileDifference('p90', 0.9, { title: 'wait p90', primary: false, minimumEffect: 100_000 }),
  ],
  measurement: {
    kind: 'duet',
    reason: 'Processes that mostly wait are compared under the same state of the machine.',
  },
  samples: { event: 'pass', value: { kind: 'latency', start: 'ask' }, atOnce: ['requests'] },
  operation: 'request',
  comparesStyles: false,
  inDefaultRun: true,
  // The limiter answers with a promise, and a future: other styles would be other programs.
  styles: {
    callbacks: { unsupported: 'the limiter answers with a promise or a future' },
    events: { unsupported: 'the limiter answers with a promise or a future' },
    streams: { unsupported: 'the limiter answers with a promise or a future' },
    protocols: { unsupported: 'a limiter has no transport' },
    generators: { unsupported: 'the limiter answers with a promise or a future' },
    blocking: { unsupported: 'requests that wait must not hold up the loop' },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: ({ requests }) => ({ events: 2 * Number(requests), samples: Number(requests) }),
  operations: ({ requests }) => Number(requests),
  *expected({ params }) {
    for (let id = 0; id < Number(params.requests); id++) {
      const digest = waitUs(params, id);
      yield { kind: 'ask', key: 0, id, digest };
      yield { kind: 'pass', key: 0, id, digest };
    }
  },
});
