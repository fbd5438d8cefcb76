// timers.mass: very many timers armed at once, spread over a few milliseconds.
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

const ARM = 1;
const FIRE = 2;

/** Timer `id` has `1 + id % spreadMs` milliseconds. */
function* expected({ params, traced }: Expectation): Iterable<ExpectedEvent> {
  const count = Number(params['count']);
  const spreadMs = Number(params['spreadMs']);
  for (let id = 0; id < count; id++) {
    const digest = 1000 * (1 + (id % spreadMs));
    if (traced) yield { kind: 'arm', key: 0, id, digest };
    yield { kind: 'fire', key: 0, id, digest };
  }
}

export const scenario: Scenario = {
  id: 'timers.mass',
  version: 4,
  family: 'timers',
  title: 'Mass timers',
  summary:
    'Thousands of timers armed at once, spread over a few milliseconds. Shows what a timer costs when there are many.',
  parameters: {
    count: { text: 'Timers in a round.' },
    spreadMs: { text: 'Delays go from 1 ms to this.', unit: 'ms' },
  },
  profiles: {
    smoke: [
      {
        name: '1k',
        params: { count: 1000, spreadMs: 10 },
        pacing: { warmupMs: 0, measuredMs: 1, minimumRounds: 1 },
      },
    ],
    quick: [
      {
        name: '2k',
        params: { count: 2000, spreadMs: 10 },
        pacing: { warmupMs: 150, measuredMs: 250, minimumRounds: 6 },
      },
    ],
    standard: [
      {
        name: '10k',
        params: { count: 10_000, spreadMs: 10 },
        pacing: { warmupMs: 200, measuredMs: 1000, minimumRounds: 3 },
      },
      {
        name: '100k',
        params: { count: 100_000, spreadMs: 100 },
        pacing: { warmupMs: 400, measuredMs: 1500, minimumRounds: 3 },
      },
    ],
    full: [
      {
        name: '10k',
        params: { count: 10_000, spreadMs: 10 },
        pacing: { warmupMs: 500, measuredMs: 3000, minimumRounds: 3 },
      },
      {
        name: '100k',
        params: { count: 100_000, spreadMs: 100 },
        pacing: { warmupMs: 500, measuredMs: 4000, minimumRounds: 3 },
      },
      {
        name: '1M',
        params: { count: 1_000_000, spreadMs: 1000 },
        pacing: { warmupMs: 1000, measuredMs: 8000, minimumRounds: 2 },
      },
    ],
  },
  shrink: { count: 1 },
  alphabet: [
    {
      name: 'arm',
      code: ARM,
      order: 'free',
      text: 'The timer is about to be armed. In traced rounds only.',
      key: 'always 0',
      id: 'timer, from 0',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire',
      code: FIRE,
      order: 'free',
      text: 'The timer has fired.',
      key: 'always 0',
      id: 'timer, from 0',
      digest: 'delay in microseconds',
    },
  ],
  rules: [
    {
      kind: 'multiset',
      id: 'T1',
      level: 'must',
      text: 'Each armed timer fires exactly once.',
      events: ['arm', 'fire'],
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'No timer fires before its delay has passed, within the tolerance that its runtime documents.',
      start: 'arm',
      end: 'fire',
    },
    {
      kind: 'edge',
      id: 'T6',
      level: 'must',
      text: 'A timer is armed before it fires.',
      before: 'arm',
      after: 'fire',
      join: 'key-id',
    },
  ],
  metrics: [
    {
      id: 'cpu',
      title: 'CPU per timer',
      unit: 'ns',
      better: 'lower',
      scale: 'ratio',
      source: { kind: 'slice-cpu' },
      primary: true,
      minimumEffect: 0.01,
    },
  ],
  measurement: {
    kind: 'plain',
    cpus: 'one',
    reason:
      'What a wave of timers costs depends on the collector, and that on the ones before it: of two runtimes that take turns the faster has more of them behind it.',
    gate: { operations: ['count'], warmup: 4, warmupMs: 200, passes: 12, typical: 'cpu' },
  },
  operation: 'timer',
  comparesStyles: false,
  inDefaultRun: true,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: 'supported',
      promises: 'supported',
      streams: { unsupported: 'a stream is one source of many items, not very many sources of one' },
      blocking: { unsupported: 'a blocked thread waits for one timer at a time' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: { unsupported: 'a blocked thread waits for one timer at a time' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: (params) => ({ events: 2 * Number(params['count']), samples: 0 }),
  operations: (params) => Number(params['count']),
  expected,
};
