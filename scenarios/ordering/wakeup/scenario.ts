// ordering.wakeup: another thread wakes the loop, one wake-up at a time and then many at a stroke. Each arrives exactly once.
import { seedOfNonce } from '../../../harness/contract/payload.ts';
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, quantileRatio } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Key of what the loop asks for, and key of what arrives. */
const ASKED = 0;
const WOKEN = 1;

/** The value of a wake-up, which the other thread computes. */
function valueOf(seed: number, id: number): number {
  return Math.imul(seed ^ id, 0x9e3779b1) >>> 0;
}

const all = (params: Parameters): number => Number(params['wakes']) + Number(params['burst']);

function* expected({ params, nonce }: Expectation): Iterable<ExpectedEvent> {
  const seed = seedOfNonce(nonce);
  for (let id = 0; id < all(params); id++) {
    yield { kind: 'ask', key: ASKED, id, digest: 0 };
    yield { kind: 'woken', key: WOKEN, id, digest: valueOf(seed, id) };
  }
}

const size = (wakes: number, burst: number): Parameters => ({ wakes, burst });

export const scenario: Scenario = {
  id: 'ordering.wakeup',
  version: 1,
  family: 'ordering',
  title: 'Wake-up',
  summary: 'Another thread wakes the idle loop, each time exactly once. Shows how long a wake-up takes.',
  parameters: {
    wakes: { text: 'Wake-ups that are requested one after the other.' },
    burst: { text: 'Wake-ups that are then requested all at once.' },
  },
  profiles: {
    smoke: [{ name: '5+5', params: size(5, 5), pacing: SMOKE }],
    quick: [{ name: '50+50', params: size(50, 50), pacing: BRIEF.quick }],
    standard: [{ name: '200+200', params: size(200, 200), pacing: pacing(50, 500, 3) }],
    full: [
      { name: '200+200', params: size(200, 200), pacing: pacing(200, 2000, 5) },
      { name: '500+5000', params: size(500, 5000), pacing: pacing(200, 2000, 5) },
    ],
  },
  shrink: { wakes: 1, burst: 1 },
  alphabet: [
    {
      name: 'ask',
      code: 1,
      order: 'sequence',
      text: 'The loop is about to ask the other thread for a wake-up.',
      key: 'always 0',
      id: 'wake-up, from 0',
      digest: 'always 0',
    },
    {
      name: 'woken',
      code: 2,
      order: 'sequence',
      text: 'A wake-up has arrived in the loop.',
      key: 'always 1',
      id: 'wake-up, from 0',
      digest: 'value of the wake-up, as the other thread gave it',
    },
  ],
  rules: [
    {
      kind: 'exact',
      id: 'L9',
      level: 'must',
      text: 'Each wake-up from another thread arrives exactly once, in the order in which they were sent.',
      events: ['woken', 'ask'],
    },
    {
      kind: 'edge',
      id: 'L9a',
      level: 'must',
      text: 'No wake-up arrives without a request.',
      before: 'ask',
      after: 'woken',
      join: 'id',
    },
    {
      kind: 'lateness',
      id: 'L9b',
      level: 'must',
      text: 'No wake-up arrives before it was sent.',
    },
  ],
  metrics: [
    quantileRatio('p50', 0.5, { title: 'wake-up p50', primary: true, minimumEffect: 0.05 }),
    quantileRatio('p90', 0.9, { title: 'wake-up p90', primary: false, minimumEffect: 0.1 }),
    cpuPerOperation({ title: 'CPU per wake-up', primary: false, minimumEffect: 0.05 }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: {
    event: 'woken',
    idBelow: 'wakes',
    count: ['wakes'],
    value: { kind: 'latency', start: 'ask' },
    atOnce: [1],
  },
  operation: 'wake-up',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: { unsupported: 'a worker is heard by a listener: the style is `events`' },
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'what a worker sends are messages, not a stream' },
      blocking: { unsupported: 'where calls block there is no loop to wake' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a thread needs none' },
      generators: { unsupported: 'a generator is resumed by a callback of the loop: that style shows it' },
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block there is no loop to wake' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // A little more than there should be: what comes too often is to be found, not refused.
  capacity: (params) => ({ events: 2 * all(params) + 16, samples: Number(params['wakes']) + 16 }),
  operations: all,
  expected,
};
