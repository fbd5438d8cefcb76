// timers.deadlines: timers with different deadlines, armed in a shuffled order in one turn of the loop.
import { shuffled, splitMix32 } from '../../../harness/contract/payload.ts';
import { LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, quantileDifference } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

const ARM = 1;
const FIRE = 2;
/** Key of the arming order, and key of the order in which the timers fire. */
const ARMED = 0;
const FIRED = 1;

/** Timer `id` is due `firstMs + id * gapMs` after all are armed; they are armed in the order of the seed. */
function* expected({ params, seed, traced }: Expectation): Iterable<ExpectedEvent> {
  const count = Number(params['count']);
  const delayUs = (id: number): number => 1000 * (Number(params['firstMs']) + id * Number(params['gapMs']));
  const ids = Array.from({ length: count }, (_, id) => id);
  if (traced)
    for (const id of shuffled(ids, splitMix32(seed)))
      yield { kind: 'arm', key: ARMED, id, digest: delayUs(id) };
  for (const id of ids) yield { kind: 'fire', key: FIRED, id, digest: delayUs(id) };
}

export const scenario: Scenario = {
  id: 'timers.deadlines',
  version: 1,
  family: 'timers',
  title: 'Deadlines',
  summary:
    'Timers armed in a shuffled order must fire in the order of their deadlines. Shows how late each comes.',
  parameters: {
    count: { text: 'Timers in a round.' },
    firstMs: { text: 'Delay of the first deadline.', unit: 'ms' },
    gapMs: { text: 'Between two deadlines. At least 4: less is below what loops resolve.', unit: 'ms' },
  },
  profiles: {
    smoke: [{ name: '4x8ms', params: { count: 4, firstMs: 4, gapMs: 8 }, pacing: SMOKE }],
    quick: [{ name: '10x8ms', params: { count: 10, firstMs: 4, gapMs: 8 }, pacing: LONG.quick }],
    standard: [
      { name: '16x8ms', params: { count: 16, firstMs: 4, gapMs: 8 }, pacing: pacing(200, 1000, 3) },
      { name: '64x5ms', params: { count: 64, firstMs: 5, gapMs: 5 }, pacing: pacing(300, 1300, 3) },
    ],
    full: [
      { name: '16x8ms', params: { count: 16, firstMs: 4, gapMs: 8 }, pacing: LONG.full },
      { name: '64x5ms', params: { count: 64, firstMs: 5, gapMs: 5 }, pacing: LONG.full },
      { name: '200x7ms', params: { count: 200, firstMs: 7, gapMs: 7 }, pacing: pacing(500, 6000, 3) },
    ],
  },
  shrink: { count: 1 },
  alphabet: [
    {
      name: 'arm',
      code: ARM,
      order: 'sequence',
      text: 'The timer is about to be armed. In traced rounds only.',
      key: 'always 0',
      id: 'timer, numbered by deadline from 0',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire',
      code: FIRE,
      order: 'sequence',
      text: 'The deadline has come.',
      key: 'always 1',
      id: 'timer, numbered by deadline from 0',
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
      kind: 'exact',
      id: 'T4',
      level: 'must',
      text: 'Timers armed in one turn with deadlines at least 4 ms apart fire in the order of their deadlines.',
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
      kind: 'lateness',
      id: 'T3s',
      level: 'must',
      text: 'No sample is earlier than the documented tolerance.',
    },
  ],
  metrics: [
    quantileDifference('p50', 0.5, { title: 'lateness p50', primary: true, minimumEffect: 20_000 }),
    quantileDifference('p90', 0.9, { title: 'lateness p90', primary: false, minimumEffect: 50_000 }),
    cpuPerOperation({ title: 'CPU per timer', primary: false, minimumEffect: 0.01 }),
  ],
  measurement: {
    kind: 'duet',
    repeats: 3,
    reason:
      'Lateness is caused by the machine while timers wait, so all subjects must wait at the same time.',
  },
  samples: { event: 'fire', value: { kind: 'lateness', start: 'arm', from: 'last' } },
  operation: 'timer',
  comparesStyles: false,
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
  capacity: (params) => ({ events: 2 * Number(params['count']), samples: Number(params['count']) }),
  operations: (params) => Number(params['count']),
  expected,
};
