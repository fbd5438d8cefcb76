// timers.interval: ticks at the points of a grid, with one stall on the way. The program keeps the time, or the runtime does.
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation, quantileDifference } from '../../../harness/contract/standard-metrics.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type {
  Expectation,
  ExpectedEvent,
  Pacing,
  ParameterSet,
  Scenario,
} from '../../../harness/contract/scenario.ts';

/** Key of the ticks, whose number depends on the machine, and key of the milestones, which does not. */
const MILESTONES = 1;

function* expected({ params }: Expectation): Iterable<ExpectedEvent> {
  const stallUs = 1000 * Number(params['stallMs']);
  yield { kind: 'stall', key: MILESTONES, id: 0, digest: stallUs };
  yield { kind: 'resume', key: MILESTONES, id: 0, digest: stallUs };
  yield { kind: 'end', key: MILESTONES, id: 0, digest: Number(params['periods']) };
}

/** The same grid, kept by the program and kept by the runtime. */
function bothWays(name: string, params: Parameters, paced: Pacing): ParameterSet[] {
  return [
    { name, params: { way: 'grid', ...params }, pacing: paced },
    { name: `${name}-period`, params: { way: 'period', ...params }, pacing: paced },
  ];
}

export const scenario: Scenario = {
  id: 'timers.interval',
  version: 3,
  family: 'timers',
  title: 'Interval',
  summary:
    'An interval that is stalled once, kept by the program or by the runtime. It ticks on, skips what it missed, and never bursts. Shows how far it drifts.',
  parameters: {
    way: {
      text: '`grid`: the program arms a timer for the next point of the grid each time. `period`: an interval of the runtime (`setInterval`), or, where it has none, a chain of timers, each armed for one period after the last handler began.',
    },
    periodMs: { text: 'Between two points of the grid.', unit: 'ms' },
    periods: { text: 'Points of the grid in a round.' },
    stallAt: { text: 'The handler of the first tick at or after this point blocks the loop.' },
    stallMs: { text: 'Duration of the stall.', unit: 'ms' },
  },
  profiles: {
    smoke: bothWays('4ms', { periodMs: 4, periods: 6, stallAt: 2, stallMs: 9 }, SMOKE),
    quick: bothWays('5ms', { periodMs: 5, periods: 12, stallAt: 4, stallMs: 18 }, BRIEF.quick),
    standard: bothWays('5ms', { periodMs: 5, periods: 30, stallAt: 10, stallMs: 33 }, pacing(150, 1000, 3)),
    full: [
      ...bothWays('5ms', { periodMs: 5, periods: 30, stallAt: 10, stallMs: 33 }, pacing(150, 4000, 3)),
      ...bothWays('20ms', { periodMs: 20, periods: 20, stallAt: 5, stallMs: 110 }, pacing(400, 4000, 3)),
    ],
  },
  alphabet: [
    {
      name: 'arm',
      code: 1,
      order: 'raw',
      text: 'The timer is about to be armed for a point of the grid, or has been by the interval itself.',
      key: 'always 0',
      id: 'point of the grid, from 1',
      digest: 'when the tick is due, in microseconds since point 0, which is when the first one is armed',
    },
    {
      name: 'tick',
      code: 2,
      order: 'raw',
      text: 'The timer fires.',
      key: 'always 0',
      id: 'point of the grid, from 1',
      digest: 'period in microseconds',
    },
    {
      name: 'stall',
      code: 3,
      order: 'sequence',
      text: 'The handler of a tick is about to block the loop.',
      key: 'always 1',
      id: 'always 0',
      digest: 'duration in microseconds',
    },
    {
      name: 'resume',
      code: 4,
      order: 'sequence',
      text: 'The first tick after that.',
      key: 'always 1',
      id: 'always 0',
      digest: 'as of the stall',
    },
    {
      name: 'end',
      code: 5,
      order: 'sequence',
      text: 'The grid has been walked to its end.',
      key: 'always 1',
      id: 'always 0',
      digest: 'points of the grid',
    },
  ],
  rules: [
    {
      kind: 'rate',
      id: 'T8',
      level: 'must',
      text: 'In any stretch of time the interval ticks at most 1 + ceil(stretch / period) times: missed points are skipped.',
      event: 'tick',
      periodMs: 'periodMs',
    },
    {
      kind: 'exact',
      id: 'T8r',
      level: 'must',
      text: 'After a stall the interval ticks on, to the end of the grid.',
      events: ['stall', 'resume', 'end'],
    },
    {
      kind: 'never-after',
      id: 'T1',
      level: 'must',
      text: 'No point of the grid ticks twice.',
      event: 'tick',
      after: 'tick',
      join: 'id',
    },
    {
      kind: 'concurrency',
      id: 'T1a',
      level: 'must',
      text: 'An armed point ticks before the next point is armed.',
      open: 'arm',
      close: 'tick',
      atMost: 1,
    },
    {
      kind: 'not-before',
      id: 'T3',
      level: 'must',
      text: 'No tick comes before it is due, within the tolerance that its runtime documents: by `grid` at its point, by `period` one period after the handler before it began.',
      start: 'arm',
      end: 'tick',
      from: 'first',
    },
    {
      kind: 'lateness',
      id: 'T3s',
      level: 'must',
      text: 'No sample is earlier than the documented tolerance.',
    },
  ],
  metrics: [
    quantileDifference('p50', 0.5, { title: 'drift p50', primary: true, minimumEffect: 20_000 }),
    cpuPerOperation({ title: 'CPU per period', primary: false, minimumEffect: 0.03 }),
  ],
  measurement: MEANING_NOT_SPEED,
  samples: { event: 'tick', value: { kind: 'lateness', start: 'arm', from: 'grid' } },
  operation: 'period',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: 'an emitter that passes the ticks on shows nothing that callbacks do not' },
      promises: 'supported',
      streams: { unsupported: 'a stream buffers ticks, where this contract skips them' },
      blocking: { unsupported: 'where calls block, the handler is the loop: it cannot stall another' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: { unsupported: 'where calls block, the handler is the loop: it cannot stall another' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // A loop that stood still for the whole grid stalls behind its end: two ticks more. And twice that: an event too many is to be
  // a finding, not a full recorder.
  capacity: (params) => ({
    events: 4 * (Number(params['periods']) + 2) + 6,
    samples: Number(params['periods']) + 2,
  }),
  operations: (params) => Number(params['periods']),
  expected,
};
