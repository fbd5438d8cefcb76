// timers.sleep_loop: a loop that sleeps for one period at a time, as every tutorial writes it.
import { LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, quantileDifference } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

const ARM = 1;
const FIRE = 2;

function* expected({ params, traced }: Expectation): Iterable<ExpectedEvent> {
  const periodUs = Number(params['periodMs']) * 1000;
  for (let id = 0; id < Number(params['ticks']); id++) {
    if (traced) yield { kind: 'arm', key: 0, id, digest: periodUs };
    yield { kind: 'fire', key: 0, id, digest: periodUs };
  }
}

export const scenario: Scenario = {
  id: 'timers.sleep_loop',
  version: 1,
  family: 'timers',
  title: 'Sleep loop',
  summary: 'A forever loop that awaits one period at a time. Shows what a timer costs and how late it comes.',
  parameters: {
    periodMs: { text: 'Sleep of each tick.', unit: 'ms' },
    ticks: { text: 'Ticks in a round, one after the other.' },
  },
  profiles: {
    smoke: [{ name: '5ms', params: { periodMs: 5, ticks: 4 }, pacing: SMOKE }],
    quick: [{ name: '5ms', params: { periodMs: 5, ticks: 10 }, pacing: pacing(60, 500, 2) }],
    standard: [
      { name: '1ms', params: { periodMs: 1, ticks: 100 }, pacing: pacing(200, 1000, 3) },
      { name: '5ms', params: { periodMs: 5, ticks: 50 }, pacing: pacing(200, 1000, 3) },
    ],
    full: [
      { name: '1ms', params: { periodMs: 1, ticks: 500 }, pacing: LONG.full },
      { name: '10ms', params: { periodMs: 10, ticks: 100 }, pacing: LONG.full },
      { name: '100ms', params: { periodMs: 100, ticks: 20 }, pacing: pacing(500, 4000, 2) },
    ],
  },
  shrink: { ticks: 1 },
  alphabet: [
    {
      name: 'arm',
      code: ARM,
      order: 'sequence',
      text: 'The sleep begins. In traced rounds only.',
      key: 'always 0',
      id: 'tick, from 0',
      digest: 'period in microseconds',
    },
    {
      name: 'fire',
      code: FIRE,
      order: 'sequence',
      text: 'The sleep is over.',
      key: 'always 0',
      id: 'tick, from 0',
      digest: 'period in microseconds',
    },
  ],
  rules: [
    {
      kind: 'exact',
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
      text: 'A tick is armed before it fires.',
      before: 'arm',
      after: 'fire',
      join: 'key-id',
    },
    {
      kind: 'lateness',
      id: 'T3s',
      level: 'must',
      text: 'No sample is earlier than the documented tolerance.',
    },
  ],
  metrics: [
    cpuPerOperation({ title: 'CPU per tick', primary: true, minimumEffect: 0.01 }),
    quantileDifference('p50', 0.5, { title: 'lateness p50', primary: false, minimumEffect: 20_000 }),
    quantileDifference('p90', 0.9, { title: 'lateness p90', primary: false, minimumEffect: 50_000 }),
  ],
  measurement: {
    kind: 'duet',
    reason:
      'Two sleeping processes run under the same state of the machine only when both sleep at the same time.',
  },
  samples: {
    event: 'fire',
    value: { kind: 'lateness', start: 'arm', from: 'id' },
    atOnce: [1],
    delayMs: 'periodMs',
  },
  operation: 'tick',
  comparesStyles: true,
  inDefaultRun: true,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: 'supported',
      promises: 'supported',
      streams: 'supported',
      blocking: 'supported',
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: 'supported',
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  capacity: (params) => ({ events: 2 * Number(params['ticks']), samples: Number(params['ticks']) }),
  operations: (params) => Number(params['ticks']),
  expected,
};
