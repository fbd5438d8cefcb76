// timers.equal: many timers with one and the same delay, armed one after the other in one turn of the loop.
import { MEANING_NOT_SPEED } from '../../../harness/contract/measurement.ts';
import { BRIEF, LONG, SMOKE, pacing } from '../../../harness/contract/pacing.ts';
import { cpuPerOperation } from '../../../harness/contract/standard-metrics.ts';
import type { Expectation, ExpectedEvent, Scenario } from '../../../harness/contract/scenario.ts';

/** Key of the arming order, and key of the order in which the timers fire. */
const ARMED = 0;
const FIRED = 1;

function* expected({ params }: Expectation): Iterable<ExpectedEvent> {
  const digest = 1000 * Number(params['delayMs']);
  for (let id = 0; id < Number(params['count']); id++) {
    yield { kind: 'arm', key: ARMED, id, digest };
    yield { kind: 'fire', key: FIRED, id, digest };
  }
}

export const scenario: Scenario = {
  id: 'timers.equal',
  version: 1,
  family: 'timers',
  title: 'Equal delays',
  summary: 'Timers with the same delay must fire in the order in which they were armed.',
  parameters: {
    count: { text: 'Timers in a round.' },
    delayMs: { text: 'Delay of each timer.', unit: 'ms' },
  },
  profiles: {
    smoke: [{ name: '20', params: { count: 20, delayMs: 4 }, pacing: SMOKE }],
    quick: [{ name: '200', params: { count: 200, delayMs: 5 }, pacing: BRIEF.quick }],
    standard: [{ name: '1000', params: { count: 1000, delayMs: 5 }, pacing: pacing(200, 1000, 3) }],
    full: [
      { name: '1000', params: { count: 1000, delayMs: 5 }, pacing: LONG.full },
      { name: '10000', params: { count: 10_000, delayMs: 20 }, pacing: LONG.full },
    ],
  },
  shrink: { count: 1 },
  alphabet: [
    {
      name: 'arm',
      code: 1,
      order: 'sequence',
      text: 'The timer is about to be armed.',
      key: 'always 0',
      id: 'timer, numbered as armed from 0',
      digest: 'delay in microseconds',
    },
    {
      name: 'fire',
      code: 2,
      order: 'sequence',
      text: 'The timer fires.',
      key: 'always 1',
      id: 'timer, numbered as armed from 0',
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
      id: 'T5',
      level: 'must',
      text: 'Timers with equal delays, armed one after the other in one turn, fire in the order in which they were armed.',
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
  ],
  metrics: [cpuPerOperation({ title: 'CPU per timer', primary: true, minimumEffect: 0.03 })],
  measurement: MEANING_NOT_SPEED,
  operation: 'timer',
  comparesStyles: false,
  inDefaultRun: false,
  styles: {
    javascript: {
      callbacks: 'supported',
      events: { unsupported: "the order under test is the runtime's own, and an emitter adds none" },
      promises: 'supported',
      streams: { unsupported: "the order under test is the runtime's own, and a stream adds none" },
      blocking: { unsupported: 'one sleep ends all of them at once: there is no order to keep' },
    },
    python: {
      callbacks: 'supported',
      protocols: { unsupported: 'a protocol reacts to a transport, and a timer has none' },
      generators: 'supported',
      coroutines: 'supported',
      blocking: { unsupported: 'one sleep ends all of them at once: there is no order to keep' },
      nurseries: 'supported',
    },
  },
  stimulus: () => ({ kind: 'none' }),
  // Twice what is expected: an event too many is to be a finding, not a full recorder.
  capacity: (params) => ({ events: 4 * Number(params['count']), samples: 0 }),
  operations: (params) => Number(params['count']),
  expected,
};
